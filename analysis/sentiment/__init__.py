"""How quotations sound: scorers of single texts, and tone by quotation and speaker."""
