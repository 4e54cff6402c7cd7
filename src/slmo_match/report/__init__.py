"""What users see and take home: messages, tables on the terminal, files of results."""
