<?php
// Makes posts from the JSON on its input, and their categories where these are new; prints their numbers as JSON.
require getenv('TENANTBOOK_WP_ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';

wp_set_current_user(get_user_by('login', 'administrator')->ID);
global $wpdb;
$made = [];
$wpdb->query('START TRANSACTION');
foreach (json_decode(stream_get_contents(STDIN), true) as $post) {
    $categories = [];
    foreach ($post['categories'] ?? [] as $slug) {
        $known = get_category_by_slug($slug);
        $categories[] = $known ? $known->term_id : wp_insert_category(['cat_name' => $slug, 'category_nicename' => $slug]);
    }
    unset($post['categories']);
    $made[] = wp_insert_post(wp_slash($post + ['post_status' => 'publish', 'post_category' => $categories]), true);
}
$wpdb->query('COMMIT');
echo json_encode($made);
