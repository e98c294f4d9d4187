"""A person with one row and more in every table that can hold something of theirs, each with a word to look for."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from quiz.accounts.models import Person, PersonJoin, PersonSecret
from quiz.accounts.services import add_person_secret, make_resume_link
from quiz.accounts.sessions.models import Account, AccountClaim, SignInMethod
from quiz.accounts.sessions.services import (
    AccountDetails,
    create_account,
    start_account_session,
)
from quiz.core.clock import utc_now
from quiz.core.keys import public_key
from quiz.core.sealing import seal_text
from quiz.credentials.models import (
    AccountLink,
    LinkPurpose,
    ProviderIdentity,
    RecoveryCode,
    SecondFactor,
)
from quiz.goals.models import OwnGoal
from quiz.jobs.services import add_job
from quiz.mail.messages import MailText
from quiz.mail.services import add_mail
from quiz.moderation.models import RescoredResult, Rescoring
from quiz.organisations.models import (
    MemberRole,
    Membership,
    Organisation,
    RoleSource,
    SiteRole,
    SiteRoleName,
)
from quiz.paper.models import Booklet, BookletKind, BookletQuestion, Sheet
from quiz.results.models import Evidence, ResultName, ShareLink
from quiz.results.verification.models import ReportCode, ReportFile
from quiz.sittings.assessment.context import AssessmentContext
from quiz.sittings.models import PracticeAnswer, Sitting
from quiz.training.models import LearnedObjective, StoredPreferences, TrainingPlan
from quiz.training.planning.plan_items import PlannedObjective
from quiz.training.preferences import TrainingPreferences
from tests.access.membership import add_membership
from tests.factories import a_person, a_sitting, finished

SECRET = "only for tests " * 4


@dataclass
class Belongings:
    """Who it is, how their browsers are known, and the keys by which addresses name their things."""

    person: Person
    #: Secret of a browser that is not signed in, and of one that is; empty: there is none.
    device: str = ""
    signed_in: str = ""
    account: Account | None = None
    #: Table -> public key of a row of theirs.
    keys: dict[str, str] = field(default_factory=dict)


def a_learner(
    session: Session,
    tools: AssessmentContext,
    word: str,
    *,
    with_account: bool = False,
) -> Belongings:
    """Return a person who has done everything that there is to do; `word` is in every text they typed."""
    person = a_person(session, now=utc_now())
    theirs = Belongings(person)
    _add_sittings(session, tools, theirs, word)
    _add_plans(session, theirs, word)
    _add_booklet(session, theirs, word)
    if with_account:
        _add_account(session, theirs, word)
    else:
        theirs.device = add_person_secret(session, person, now=utc_now(), device=word)
        make_resume_link(session, person, now=utc_now())
        session.flush()
        theirs.keys["person_secret"] = person.secrets[-1].key
    _add_mail_and_job(session, theirs, word)
    add_membership(session, theirs, word)
    session.commit()
    return theirs


def _add_sittings(
    session: Session, tools: AssessmentContext, theirs: Belongings, word: str
) -> None:
    person, now = theirs.person, utc_now()
    done = finished(session, tools, person, answers=2)
    version = done.positions[0].question_version_id
    opened = a_sitting(session, tools, person, now=now)
    rescoring = Rescoring(
        question_key="sql-01", why="wrong key", created_at=now, undone_at=None
    )
    session.add(rescoring)
    session.flush()
    practice = PracticeAnswer(
        key=public_key(),
        person_id=person.id,
        question_version_id=version,
        turn=0,
        given={"typed": word},
        dont_know=False,
        score=0.5,
        answered_at=now,
    )
    session.add(ResultName(sitting_id=done.id, name=word))
    session.add(PersonJoin(key_hash=public_key() * 5, person_id=person.id))
    code = ReportCode(
        code=public_key(), sitting_id=done.id, shows_name=True, created_at=now
    )
    session.add(code)
    session.flush()
    session.add(
        ReportFile(report_code_id=code.id, digest=public_key() * 5, made_at=now)
    )
    link = ShareLink(
        key=public_key(),
        sitting_id=done.id,
        secret_hash=public_key() * 5,
        created_at=now,
        expires_at=now + timedelta(days=9),
    )
    session.add_all(
        [
            practice,
            link,
            RescoredResult(rescoring_id=rescoring.id, sitting_id=done.id, changes={}),
        ]
    )
    theirs.keys |= {
        "sitting": done.key,
        "open sitting": opened.key,
        "practice_answer": practice.key,
        "share_link": link.key,
    }


def _add_booklet(session: Session, theirs: Belongings, word: str) -> None:
    done = session.query(Sitting).filter_by(key=theirs.keys["sitting"]).one()
    booklet = Booklet(
        key=public_key(),
        code=public_key(),
        person_id=theirs.person.id,
        kind=BookletKind.TEST,
        goal_key="junior",
        goal_name=word,
        required={"sql": 2.0},
        versions=1,
        seed=1,
        bank_version="1",
        created_at=utc_now(),
    )
    booklet.questions = [
        BookletQuestion(
            number=1, question_version_id=done.positions[0].question_version_id
        )
    ]
    booklet.sheets = [
        Sheet(
            key=public_key(),
            number=1,
            version=0,
            name=word,
            person_id=theirs.person.id,
            sitting_id=done.id,
        )
    ]
    session.add(booklet)
    session.flush()
    theirs.keys |= {
        "paper_booklet": booklet.key,
        "paper_sheet": booklet.sheets[0].key,
    }


def _add_plans(session: Session, theirs: Belongings, word: str) -> None:
    person, now = theirs.person, utc_now()
    goal = OwnGoal(
        key=public_key(),
        person_id=person.id,
        name=word,
        sentence=word,
        levels={"sql": 2.0},
        skills={},
        changed_at=now,
    )
    evidence = Evidence(
        key=public_key(),
        person_id=person.id,
        url=f"https://{word}.example.org",
        note=word,
        areas=["sql"],
        created_at=now,
    )
    done = session.query(Sitting).filter_by(key=theirs.keys["sitting"]).one()
    plan = TrainingPlan(
        key=public_key(),
        person_id=person.id,
        sitting_id=done.id,
        goal_name=word,
        required={"sql": 2.0},
        route_key="self-taught",
        hours=10.0,
        begins=now.date(),
        order=[PlannedObjective(objective="SQL-01", hours=4.0, mastery=0.2)],
        changed_at=now,
        version=1,
    )
    session.add_all(
        [
            goal,
            evidence,
            plan,
            StoredPreferences(
                sitting_id=done.id, said=TrainingPreferences(), changed_at=now
            ),
            LearnedObjective(person_id=person.id, objective="SQL-02", learned_at=now),
        ]
    )
    theirs.keys |= {"own_goal": goal.key, "evidence": evidence.key}


def _add_account(session: Session, theirs: Belongings, word: str) -> None:
    now = utc_now()
    account = create_account(
        session,
        theirs.person,
        AccountDetails(
            f"{word}@example.org".lower(),
            name=word,
            password_hash="$argon2id$not-a-hash",
            is_email_verified=True,
            is_old_enough=True,
        ),
        now=now,
    )
    theirs.account = account
    theirs.signed_in = sign_in(session, account, device=word)
    others = {"account_id": account.id}
    session.add_all(
        [
            AccountClaim(claimed_at=now, counts={"sitting": 1}, **others),
            AccountLink(
                purpose=LinkPurpose.PASSWORD,
                secret_hash=public_key() * 5,
                email=account.email,
                credentials_version=1,
                created_at=now,
                expires_at=now + timedelta(hours=1),
                **others,
            ),
            SecondFactor(
                sealed_key=seal_text(word, SECRET, purpose="totp"),
                created_at=now,
                **others,
            ),
            RecoveryCode(secret_hash=public_key() * 5, **others),
            ProviderIdentity(
                issuer="https://id.example.org",
                subject=word,
                created_at=now,
                used_at=now,
                **others,
            ),
        ]
    )
    session.flush()
    theirs.keys["account_session"] = find_session_key(session, account)


def _add_mail_and_job(session: Session, theirs: Belongings, word: str) -> None:
    text = MailText("test", f"{word}@example.org".lower(), "A subject", word)
    add_mail(session, text, secret=SECRET, now=utc_now(), person_id=theirs.person.id)
    job = add_job(
        session, "report", {"about": word}, now=utc_now(), owner_id=theirs.person.id
    )
    theirs.keys["job"] = job.key


def sign_in(session: Session, account: Account, *, device: str = "Firefox") -> str:
    """Sign a browser in to an account and return its secret."""
    return start_account_session(
        session,
        account,
        method=SignInMethod.PASSWORD,
        device=device,
        now=utc_now(),
    )


def find_session_key(session: Session, account: Account) -> str:
    """Return the public key of a browser that is signed in."""
    from quiz.accounts.sessions.queries import list_account_sessions

    return list_account_sessions(session, account.id, now=utc_now())[0].key


def an_organisation(session: Session, name: str) -> Organisation:
    """Return a school."""
    made = Organisation(key=public_key(), name=name, created_at=utc_now())
    session.add(made)
    session.flush()
    return made


def make_instructor(
    session: Session, account: Account, organisation: Organisation
) -> None:
    """Let somebody lead cohorts of an organisation, without signing them out."""
    session.add(
        Membership(
            organisation_id=organisation.id,
            account_id=account.id,
            role=MemberRole.INSTRUCTOR,
            source=RoleSource.HAND,
            created_at=utc_now(),
        )
    )


def give_role(session: Session, account: Account, role: SiteRoleName) -> None:
    """Give somebody a role on the whole site, without signing them out."""
    session.add(
        SiteRole(
            account_id=account.id,
            role=role,
            source=RoleSource.HAND,
            created_at=utc_now(),
        )
    )


def devices_of(session: Session, person: Person) -> list[PersonSecret]:
    """Return the browsers by which a person is known."""
    session.refresh(person)
    return list(person.secrets)
