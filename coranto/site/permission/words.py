"""What the form, the letters and the page of a grant say, in whole sentences and labels."""

from __future__ import annotations

from coranto.licensing.models import Kind, State
from coranto.rights.terms import Verdict
from coranto.site.words import N_

TITLE = N_("Ask for permission")
ARTICLE = N_("Address of the article")
USE = N_("What do you want to do?")
WHO = N_("Who are you?")
SOMEONE_ELSE = N_("Someone else")
LANGUAGE = N_("Language of publication")
DATE = N_("Date of publication")
SEE_ANSWER = N_("See the answer")
ANSWERS = {
    Verdict.YES: N_("Yes, you may."),
    Verdict.ASK: N_("For this you need our permission."),
    Verdict.NO: N_("No, this is not possible."),
}
NAME = N_("Your name")
EMAIL = N_("E-mail")
TERRITORY = N_("Countries where it will appear")
CIRCULATION = N_("Number of copies or readers")
MESSAGE = N_("Message")
SEND = N_("Send")
PRIVACY = N_("We use your name and e-mail address only to answer you.")
CHECK = N_("Please check: %(fields)s")
ONCE_MORE = N_("Please send the form once more.")
TOO_OFTEN = N_("You have asked very often today. Please try again tomorrow.")
RECEIVED = N_("We have received your request.")
BY_MAIL = N_("Our answer will come by e-mail.")
READ_HERE = N_("You can read our letters and answer them here: %(link)s")
STATES = {
    State.NEW: RECEIVED,
    State.OPEN: RECEIVED,
    State.ASKED_BACK: N_("We are waiting for your answer."),
    State.GRANTED: N_("We give you this permission."),
    State.DECLINED: N_("We cannot give you this permission."),
    State.TAKEN_BACK: N_("You have taken your request back."),
}
FROM_US = N_("From us")
FROM_YOU = N_("From you")
YOUR_ANSWER = N_("Your answer")
TAKE_BACK = N_("Take the request back")
WHERE = N_("Where can we see it? Tell us the address.")
PERMISSION = N_("Permission")
GIVEN_ON = N_("Given on")
VALID_UNTIL = N_("Valid until")
NO_LONGER = N_("This permission is no longer valid.")
SIGNED = N_("The signature has been checked and is good.")
# What stands above what the desk wrote, in a letter of each kind.
LETTERS = {
    Kind.RECEIVED: RECEIVED,
    Kind.GRANTED: STATES[State.GRANTED],
    Kind.DECLINED: STATES[State.DECLINED],
    Kind.REVOKED: NO_LONGER,
}
