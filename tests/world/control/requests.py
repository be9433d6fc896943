"""What tests and the page may ask of the world."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,15}$")]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewPerson(Asked):
    username: Name
    name: str = Field(min_length=1, max_length=50)


class PersonChange(Asked):
    open_to_messages: bool | None = None
    protected: bool | None = None
    blocks_us: bool | None = None


class SetClock(Asked):
    """`at` sets it, `advance` (seconds) moves it; `runs` starts or stops it."""

    at: AwareDatetime | None = None
    advance: float | None = None
    runs: bool | None = None


class XPost(Asked):
    person: str
    text: str
    reply_to: str | None = None
    quote: str | None = None
    reply_settings: Literal["everyone", "mentionedUsers", "following"] = "everyone"


class OfPerson(Asked):
    person: str


class Text(Asked):
    text: str = Field(min_length=1)


class PersonText(Asked):
    person: str
    text: str = Field(min_length=1)


class FacebookMessage(Asked):
    """`payload` is that of a quick reply; `attachment` is written as Meta writes it."""

    person: str
    text: str = ""
    payload: str | None = None
    attachment: dict[str, Any] | None = None
    reply_to: str | None = None


class Postback(Asked):
    person: str
    title: str
    payload: str
    referral: dict[str, Any] | None = None


class MessageEdit(Asked):
    person: str
    mid: str
    text: str


class Reaction(Asked):
    person: str
    mid: str
    reaction: str = "love"
    emoji: str = "❤"
    undo: bool = False


class NewComment(Asked):
    """`target` is a post's or a comment's id; `anonymous` leaves `from` out of the event."""

    person: str
    target: str
    text: str = ""
    anonymous: bool = False
    photo: str = ""


class Hidden(Asked):
    hidden: bool = True


class Handover(Asked):
    """`to` is an app's id; None: nobody."""

    person: str
    to: str | None
    kind: Literal["pass_thread_control", "take_thread_control"] = "pass_thread_control"


class Policy(Asked):
    action: Literal["block", "unblock"]
    reason: str = "The bot violated our Platform Policies."


class RawEntry(Asked):
    entry: dict[str, Any]
