<!doctype html>
<html <?php language_attributes(); ?>>
<head><meta charset="utf-8"><title><?php echo esc_html(wp_get_document_title()); ?></title><?php wp_head(); ?></head>
<body>
<?php while (have_posts()) : the_post(); ?>
<article><h1><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h1><?php the_content(); ?></article>
<?php endwhile; ?>
<nav><?php posts_nav_link(); ?></nav>
</body>
</html>
