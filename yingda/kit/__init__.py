"""What every room stands on: clock, ids, errors, database, outbox, HTTP edge."""
