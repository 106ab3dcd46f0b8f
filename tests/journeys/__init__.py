"""Journeys: the whole centre as its people meet it: telephones, desks, crashes, a browser."""
