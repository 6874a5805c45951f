"""What changed where an innovation was tried: reports, days to completion, satisfaction, beside its like."""
