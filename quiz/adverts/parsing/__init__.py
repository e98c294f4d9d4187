"""From the text of an advert to its requirements: pure functions and the data of questions/skills/adverts."""
