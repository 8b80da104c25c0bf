<?php
// Sets the structure of permalinks, which is its argument: empty for plain ones.
require getenv('TENANTBOOK_WP_ROOT') . '/wp-load.php';
global $wp_rewrite;
$wp_rewrite->set_permalink_structure($argv[1] ?? '');
flush_rewrite_rules(false);
