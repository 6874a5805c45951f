"""`/inovasi/kompetisi/`: calls, their rules, and the results with everything needed to count them again."""
