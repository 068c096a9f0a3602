"""What letters say that go to people beyond the desk, translated into all languages as readers' pages are."""

from __future__ import annotations

from coranto.site.words import N_

TO_TRANSLATE = N_("Please translate: %(headline)s")
ASKS = N_("%(name)s asks you to translate an article.")
INTO = N_("Translate into")
DUE = N_("To be done by")
YOURS = N_("What you have to translate stands here: %(link)s")
NOT_TO_TRANSLATE = N_("No longer to be translated: %(headline)s")
NO_LONGER = N_("You need not translate this article any more. Somebody else is doing it, or it is no longer wanted.")
INVITATION = N_("Your invitation to %(name)s")
INVITED = N_("You are invited to work on %(name)s.")
OPEN = N_("Open this address within seven days and choose a password: %(link)s")

WELCOME = N_("Welcome. Choose a name and a password.")
SIGN_IN_AS = N_("You will sign in as %(email)s.")
FIRST_NAME = N_("First name")
LAST_NAME = N_("Last name")
PASSWORD = N_("Password")
PASSWORD_HELP = N_("At least 12 characters; a short sentence is good.")
PASSWORD_BETTER = N_("Choose a longer password that is harder to guess.")
SAVE = N_("Save and go to the desk")
CANNOT_BE_USED = N_("This link cannot be used.")
HAS_ENDED = N_("This invitation has ended or is not whole. Ask for a new one.")
WAS_USED = N_("This invitation was used already. Sign in instead.")
SIGN_IN = N_("Sign in")
