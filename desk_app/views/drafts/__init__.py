"""方案草稿 on screen."""
