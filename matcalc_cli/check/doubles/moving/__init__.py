"""What moves in time, and volumes, against differences."""
