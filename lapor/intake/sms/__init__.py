"""1708: reports and their whole life by SMS, through Kannel."""
