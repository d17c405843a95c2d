"""What Excel needs to show the doors: the ribbon add-in, the workbook with buttons, and their installation."""
