<?php
// Installs a WordPress with one user of each role; prints each user's application password as JSON.
define('WP_INSTALLING', true);
require getenv('TENANTBOOK_WP_ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

add_filter('pre_wp_mail', '__return_true');
wp_install('Guides', 'administrator', 'administrator@example.com', true, '', 'a password that nobody uses');
switch_theme('guides');
update_option('permalink_structure', '');
wp_delete_post(1, true);
wp_delete_post(2, true);
wp_delete_post(3, true);

$passwords = [];
foreach (['administrator', 'editor', 'author', 'contributor', 'subscriber'] as $role) {
    $user = get_user_by('login', $role);
    $id = $user ? $user->ID : wp_insert_user([
        'user_login' => $role,
        'user_email' => "$role@example.com",
        'user_pass' => 'a password that nobody uses',
        'role' => $role,
    ]);
    $passwords[$role] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'tests'])[0];
}
echo json_encode($passwords);
