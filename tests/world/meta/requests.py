"""What Meta takes: every request body as a strict model of the Graph API's reference."""

import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tests.world.meta.errors import invalid

TEXT = 2_000
TITLE = 20
PAYLOAD = 1_000
METADATA = 1_000
Model = TypeVar("Model", bound=BaseModel)
Title = Annotated[str, Field(min_length=1, max_length=TITLE)]
Payload = Annotated[str, Field(min_length=1, max_length=PAYLOAD)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Recipient(Strict):
    """Exactly one way to say who."""

    id: str | None = None
    comment_id: str | None = None
    post_id: str | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "Recipient":
        if len([one for one in (self.id, self.comment_id, self.post_id) if one]) != 1:
            raise ValueError("exactly one of id, comment_id, post_id is required")
        return self


class QuickReply(Strict):
    content_type: Literal["text", "user_phone_number", "user_email"]
    title: Title | None = None
    payload: Payload | None = None
    image_url: str | None = None

    @model_validator(mode="after")
    def _text_has_both(self) -> "QuickReply":
        if self.content_type == "text" and not (self.title and self.payload):
            raise ValueError("title and payload are required for content_type text")
        return self


class Button(Strict):
    type: Literal["postback", "web_url", "phone_number"]
    title: Title
    payload: Payload | None = None
    url: str | None = None

    @model_validator(mode="after")
    def _has_its_target(self) -> "Button":
        if (self.type == "web_url") != (self.url is not None):
            raise ValueError("a web_url button has a url, the others a payload")
        if (self.type != "web_url") != (self.payload is not None):
            raise ValueError("a web_url button has a url, the others a payload")
        return self


class MediaPayload(Strict):
    url: Annotated[str, Field(pattern=r"^https?://")] | None = None
    attachment_id: str | None = None
    is_reusable: bool | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "MediaPayload":
        if (self.url is None) == (self.attachment_id is None):
            raise ValueError("exactly one of url and attachment_id is required")
        return self


class Media(Strict):
    type: Literal["image", "audio", "video", "file"]
    payload: MediaPayload


class ButtonTemplate(Strict):
    template_type: Literal["button"]
    text: Annotated[str, Field(min_length=1, max_length=640)]
    buttons: Annotated[list[Button], Field(min_length=1, max_length=3)]


class Element(Strict):
    title: Annotated[str, Field(min_length=1, max_length=80)]
    subtitle: Annotated[str, Field(max_length=80)] | None = None
    image_url: str | None = None
    buttons: Annotated[list[Button], Field(max_length=3)] | None = None


class GenericTemplate(Strict):
    template_type: Literal["generic"]
    elements: Annotated[list[Element], Field(min_length=1, max_length=10)]


class Template(Strict):
    type: Literal["template"]
    payload: Annotated[ButtonTemplate | GenericTemplate, Field(discriminator="template_type")]


class ReplyTo(Strict):
    mid: str


class Message(Strict):
    text: Annotated[str, Field(min_length=1, max_length=TEXT)] | None = None
    attachment: Annotated[Media | Template, Field(discriminator="type")] | None = None
    quick_replies: Annotated[list[QuickReply], Field(min_length=1, max_length=13)] | None = None
    metadata: Annotated[str, Field(max_length=METADATA)] | None = None
    reply_to: ReplyTo | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "Message":
        if (self.text is None) == (self.attachment is None):
            raise ValueError("exactly one of text and attachment is required")
        return self


class SendRequest(Strict):
    """The body of the Send API."""

    recipient: Recipient
    messaging_type: Literal["RESPONSE", "UPDATE", "MESSAGE_TAG"] | None = None
    tag: str | None = None
    message: Message | None = None
    sender_action: Literal["typing_on", "typing_off", "mark_seen"] | None = None
    notification_type: Literal["REGULAR", "SILENT_PUSH", "NO_PUSH"] | None = None
    persona_id: str | None = None
    reply_to: ReplyTo | None = None

    @model_validator(mode="after")
    def _is_message_or_action(self) -> "SendRequest":
        if (self.message is None) == (self.sender_action is None):
            raise ValueError("exactly one of message and sender_action is required")
        if self.sender_action and (self.messaging_type or self.tag or not self.recipient.id):
            raise ValueError("a sender_action has a recipient's id and nothing else")
        private = self.recipient.id is None
        if self.message and not private and self.messaging_type is None:
            raise ValueError("param messaging_type is required")
        if (self.messaging_type == "MESSAGE_TAG") != (self.tag is not None):
            raise ValueError("a tag comes with messaging_type MESSAGE_TAG and only with it")
        return self


class UploadPayload(Strict):
    is_reusable: bool | None = None


class UploadedMedia(Strict):
    type: Literal["image", "audio", "video", "file"]
    payload: UploadPayload


class UploadedMessage(Strict):
    attachment: UploadedMedia


class UploadRequest(Strict):
    """The body of the Attachment Upload API, beside the file itself."""

    message: UploadedMessage


class CommentRequest(Strict):
    message: Annotated[str, Field(min_length=1, max_length=8_000)] | None = None
    attachment_url: str | None = None

    @model_validator(mode="after")
    def _is_not_empty(self) -> "CommentRequest":
        if not (self.message or self.attachment_url):
            raise ValueError("param message must be non-empty")
        return self


class CommentChange(Strict):
    is_hidden: bool | None = None
    message: Annotated[str, Field(min_length=1, max_length=8_000)] | None = None

    @model_validator(mode="after")
    def _is_not_empty(self) -> "CommentChange":
        if self.is_hidden is None and self.message is None:
            raise ValueError("nothing to change")
        return self


class PostRequest(Strict):
    message: Annotated[str, Field(min_length=1)]
    link: str | None = None
    published: bool | None = None


class PersonRef(Strict):
    id: str


class ThreadControl(Strict):
    """The body of pass, take and request_thread_control."""

    recipient: PersonRef
    target_app_id: str | None = None
    metadata: Annotated[str, Field(max_length=METADATA)] | None = None


class PageSubscription(Strict):
    subscribed_fields: str


class AppSubscription(Strict):
    object: Literal["page"]
    callback_url: str
    verify_token: str
    fields: str
    include_values: bool | None = None


def checked(model: type[Model], given: dict[str, Any]) -> Model:
    """Return a body as its model. Raises GraphError 100, with the parameter's name."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise invalid(f"Param {name}: {message}" if name else message) from None


def from_form(form: dict[str, str]) -> dict[str, Any]:
    """Return a form's fields, those that hold JSON read, as the Graph API reads them."""
    return {name: _loaded(value) for name, value in form.items()}


def _loaded(value: str) -> Any:
    if value in ("true", "false") or value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
