<?php
// The settings of a WordPress that a test starts: everything that differs comes from the environment.
define('DB_NAME', 'wordpress');
define('DB_USER', '');
define('DB_PASSWORD', '');
define('DB_HOST', '');
define('DB_DIR', getenv('TENANTBOOK_WP_CONTENT') . '/database/');
define('DB_FILE', 'posts.sqlite');
define('WP_CONTENT_DIR', getenv('TENANTBOOK_WP_CONTENT'));
define('WP_HOME', getenv('TENANTBOOK_WP_ADDRESS'));
define('WP_SITEURL', getenv('TENANTBOOK_WP_ADDRESS'));
define('WP_CONTENT_URL', WP_HOME . '/wp-content');

// Application passwords over http, on this machine only; nothing leaves it, and nothing runs by itself.
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_DEBUG', false);

foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define("{$name}_KEY", "{$name} key of a test");
    define("{$name}_SALT", "{$name} salt of a test");
}

$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
