"""What the second school says to itself: (title, text) by occasion."""

CLASS = (
    (
        "Planet week",
        "The Sun hangs from the ceiling and everybody holds a planet. Jupiter no longer fits through the door, so it sleeps in the corridor.\n\nTomorrow we work out how many steps it is from Earth to Mars.",
    ),
    (
        "Library on Thursday",
        "We walk to the library on Thursday morning: out at nine, back for lunch.\n\nPlease bring a library card and a strong bag. Two books each, one for the class and one for home.",
    ),
    (
        "Our beans have grown",
        "Seven centimetres in a week! The one in the cupboard is white all over, and the children knew why before I could ask.",
    ),
    (
        "Friday’s spelling",
        "Words to go over: autumn, leaf, mushroom, squirrel, hazelnut, harvest. Spell them, write them, and put them in one silly sentence.",
    ),
    (
        "Sports hall on Tuesday",
        "Clean shoes and a bottle with a name on it. We begin wrestling: short nails, hair tied back.",
    ),
    (
        "Book of the month",
        "A chapter read aloud every day. Yesterday nobody wanted the bell to ring. It is on the blue shelf for those who want it again.",
    ),
    (
        "Volcano talks",
        "Well done for this morning’s talks. The vinegar eruption kept all its promises, and so did the table.",
    ),
    (
        "Thank you for the cakes",
        "They were gone in eleven minutes. Thank you to the families, and to those who swept without being asked.",
    ),
    (
        "Fractions with pizza",
        "One quarter, two quarters, and whoever eats the rest learns to subtract. The recipe is in the maths book.",
    ),
    (
        "Pupils’ council",
        "The delegates ask for a quiet corner in the yard, two new balls and skipping ropes on Thursdays. The head will answer before Friday.",
    ),
    (
        "Letters to our pen friends",
        "The first letters left this morning. Everybody told of their street, their pet or their favourite dish.",
    ),
    (
        "Hands in the soil",
        "The bulbs are in the ground by the gate. Tulips on the left, daffodils on the right, and an onion that somebody slipped in to see.",
    ),
)

PARENTS = (
    (
        "Class meeting",
        "Please come on Tuesday at six, in the classroom. We will talk about the year, the outings and how to follow the work here. It takes an hour.",
    ),
    (
        "Permission slip",
        "The yellow slip is in the liaison book. Please sign it before Thursday: without it your child stays with another class.",
    ),
    (
        "Two helpers?",
        "For the library I still need two adults from 8.45 to 11.30. A word here is enough. Thank you!",
    ),
    (
        "Head lice",
        "They are back. Please have a look tonight and tell us without shame: it happens in every class.",
    ),
)

SCHOOL = (
    (
        "Autumn holidays",
        "The school closes on Friday at half past four. Happy holidays, and thank you to all who tidied the library.",
    ),
    (
        "Food bank",
        "Until Thursday you can leave tins, pasta and biscuits in the boxes at the entrance. The oldest pupils will carry them on Friday.",
    ),
    (
        "School fair",
        "Saturday from ten to one: cakes, second-hand books and drawings. It pays for the coach in June.",
    ),
)

STUDENTS_SAY = (
    "I found the answer!",
    "Can we do it again?",
    "I brought a pumpkin seed.",
    "That was so good.",
    "Do we keep the drawing?",
    "My bean is taller than me.",
    "I know the poem now.",
)

PARENTS_SAY = (
    "Thank you for the picture, we talked about it all evening.",
    "I can come on Thursday.",
    "Noted, thank you.",
    "The slip is in the book.",
    "Well done everybody!",
)

CONVERSATIONS = (
    (
        "A meeting",
        "Hello, could we meet one evening next week?",
        "Of course. Would Tuesday at 4.45 suit you?",
        "Perfect, see you on Tuesday.",
    ),
    (
        "Away tomorrow morning",
        "Hello, we have the dentist tomorrow. Back around half past ten.",
        "Thank you for telling me. I will keep the exercises.",
    ),
)

# What was said, why it was reported and in which words, and what becomes of it.
REPORTS = (
    (
        "You’re useless, nobody wants you in the team.",
        "unkind",
        "It is mean and it is not true.",
        "waits",
    ),
    ("Ask Noa what happened at her house.", "private", "It is about me.", "looked after"),
    ("Whoever reads this is a baby.", "unkind", "He says it to everybody.", "removed"),
    ("This book is boring.", "other", "It is my favourite book.", "nothing"),
    ("You dance like a duck and smell like one.", "unkind", "Every day.", "restricted"),
    ("I will break your bike tomorrow.", "violent", "I believe him.", "blocked"),
    ("Who let you choose the game?", "unkind", "She always says so.", "looked at again"),
    ("At home they lock me in when I cry.", "safety", "She wrote it and then was sad.", "waits"),
)
NOTE = "Spoke with both at lunch. The families know."
LOOK_AGAIN = "I only asked. I wanted to choose too."
WHY_RESTRICTED = "Unkind comments, again, a week after the warning."
WHY_BLOCKED = "A threat against another student."
INSTEAD = "If you are angry, tell an adult before you write."
SITES = (
    (
        "win-free-games.example",
        "A window that wanted my address to win a telephone.",
        "This site is blocked at school now. Thank you for telling us.",
    ),
    ("scary-videos.example/night", "A video that starts by itself."),
)
TERMS = ("Autumn term", "Spring term", "Summer term")
CLOSED = "Tonight the school rests. See you tomorrow morning!"
CONCERNS = (
    ("Asleep at the table twice this week, without breakfast.", "“I got up by myself.”"),
    ("No coat in the rain, for the third day.", "“It is at Dad’s.”"),
    ("Did not want to go home, and hid in the cloakroom.", ""),
)
CALL = "Call the mother, offer the breakfast club."
CALLED = "She thanked us; she works nights this month. Breakfast club from Monday."
SIGNED_OFF = "Has breakfast at school until Easter. Nothing else worries us."
LISTEN = "Take a quiet moment with the child, listen, write the words down."
PICTURES = {
    "Our beans have grown": "Three pots in a row: two green shoots, one white shoot",
    "Planet week": "The planets as the pupils painted them, from the Sun to Neptune",
    "Hands in the soil": "A drawn row of tulips and daffodils",
}

PROJECT = (
    "The two-yard gazette",
    "A paper by two classes: reports, drawings and the front page, chosen together.",
)
PROJECT_ENTRY = (
    "First editors’ meeting",
    "The younger ones look into the canteen, the older ones into the garden. Ideas for a title are welcome here until Friday.",
)
ASKED_PROJECT = (
    "Reading in two voices",
    "The older pupils read to the younger ones on Thursdays, and everybody tells what they heard.",
)
ENDED_PROJECT = (
    "Trees of our street",
    "Two classes draw, measure and name every tree between the school and the square.",
)
ENDED_PROJECT_ENTRY = (
    "Thirty-one trees",
    "The map hangs in the corridor. The oldest is the lime tree by the baker’s: four of the younger ones can just hold hands around it.",
)
BETWEEN = (
    "Songs across the sea",
    "Each school teaches the other a song, and both are sung in June.",
)
CLASSES_THERE = "A class of about ten years old"
BETWEEN_ENTRY = (
    "What our yard sounds like",
    "Here it is a bell, gulls and somebody counting for hide-and-seek. What do you hear in yours?",
)
BETWEEN_COMMENT = "We have a hopscotch too, but ours goes up to twelve!"
TO_CONFIRM = (
    "To the museum on Thursday",
    "We leave from the school gate at 8:15 on Thursday and are back at about 4 p.m. Please pack a picnic and a bottle of water, and confirm that you have read this.",
)


SCHEDULED = (
    "Visit to the museum",
    "Dear parents, we leave on Thursday at 8.45 and are back by 4 p.m. Please pack a lunch and good shoes.",
)
BEGUN = ("The reading diary", "Hello, the diary has arrived safely, and the rest of the story")
TRIP = (
    "A day at the windmill",
    "We walk there and are back when school ends. Everybody brings a picnic, a bottle of water and shoes that are not afraid of flour.",
)
TRIP_PLACE = "Three Rivers Windmill"
HOMEWORK = (
    "Read the page about windmills again",
    "Read page 34 of the science book and think of a question for the miller.",
)
POLL_ENTRY = (
    "Our next book",
    "Three stories wait on the blue shelf. The class chooses the one we read aloud.",
)
POLL = (
    "Which book do we begin?",
    ["The lighthouse that sang", "A letter to Mars", "Cousins of the fog"],
)
AT_THE_TOP = (
    "How our class works",
    "<p>Doors open at <strong>8.20</strong> and close at 4.30 p.m.</p><ul><li><p>Monday and Thursday: sports, bring trainers</p></li><li><p>Tuesday: library</p></li><li><p>Friday: the exercise book goes home</p></li></ul>",
)
ENTRY_BEGUN = ("The Christmas play", "<p>We still need <em>a donkey</em> and two stars.</p>")
ENTRY_AHEAD = (
    "The photographs are here",
    "<p>They wait at the door of the classroom, Monday to Wednesday.</p>",
)
HANDED_IN = (
    (
        "My talk about hedgehogs",
        "A hedgehog sleeps all winter. It has about six thousand spines. There is one under the hedge at my grandmother’s.",
    ),
    ("The match on Saturday", "We won."),
    (
        "The den in the garden",
        "My cousin and I built a den out of branches. It stands up all by itself!",
    ),
)
GIVEN_BACK = "Well done! Tell us against whom, too, and how it went: two sentences are enough."
