"""Who may administer: an administrator, and for what changes something one who has shown lately who they are."""

from quiz.access.policies import Action
from quiz.access.rules import require_role
from quiz.accounts.sessions.login import require_recent_sign_in
from quiz.web.access import name_rule

require_administrator = require_role(Action.ADMINISTER)


@name_rule("administer, signed in lately")
def require_recent_administrator() -> None:
    """Access rule: an administrator who has shown lately who they are."""
    require_administrator()
    require_recent_sign_in()
