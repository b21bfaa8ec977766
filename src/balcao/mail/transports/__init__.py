"""The ways in which mail comes in. Each keeps a mail (mail.intake) before it tells anybody that it has it."""
