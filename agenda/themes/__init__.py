"""What the works council and the students' council find most important in a year."""
