"""What is tested from outside: the lab's tools and the journeys driven with them."""
