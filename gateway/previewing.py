"""Shows editors what each channel makes of an answer, by the very code that will send it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from connectors.facebook.composing import comment_of, length, messages_of, with_options
from connectors.x.lengths import MOST, weighted_length
from connectors.x.outcomes import RuledOutError
from connectors.x.settings import OAuth1Keys, PrivateWay, XSettings
from connectors.x.wording import direct_message, public_post
from conversation.identity import Channel, LineId
from conversation.messages import Button, Line, Speaker
from gateway.settings import Settings
from studio.previews import Bubble

LABEL = "{} (digitaler Assistent): "
# As FacebookSettings.public_characters.
COMMENT = 1_000
# Nothing is sent: the keys of a real account are not needed, some are demanded.
NOBODY = "0"
_NO_KEYS = OAuth1Keys(consumer_key="", consumer_secret="", token="", token_secret="")


class ChannelPreviews:
    """See studio.previews.Previews. A channel is shown whether or not it is connected."""

    def __init__(self, settings: Settings) -> None:
        brand = settings.brand
        self._assistant = brand.assistant
        self._x = XSettings(
            account=NOBODY,
            consumer_secret=NOBODY,
            keys=_NO_KEYS,
            assistant=brand.assistant,
            own_domains=(brand.website.partition("://")[2],),
            links_allowed=settings.x_links_allowed,
            # How the way is shown is X's, and no part of the words.
            private_way=PrivateWay.WORDS,
        )

    def of(self, text: str, buttons: Sequence[str]) -> tuple[Bubble, ...]:
        """See Previews."""
        titles = tuple(buttons)
        line = Line(
            id=LineId("preview"),
            speaker=Speaker.ASSISTANT,
            text=text,
            at=datetime.now(UTC),
            buttons=tuple(Button(title, title) for title in titles),
        )
        return (
            Bubble(Channel.WEBCHAT, text, titles),
            *self._on_x(line),
            *self._in_direct_messages(line),
            self._as_comment(line),
            self._in_messenger(line),
        )

    def _on_x(self, line: Line) -> tuple[Bubble, ...]:
        try:
            post = public_post(line, self._x)
        except RuledOutError:
            return ()
        whole = LABEL.format(self._assistant) + line.text
        count, said = weighted_length(whole), line.text.strip() in post.text
        return (Bubble(Channel.X_PUBLIC, post.text, count=count, most=MOST, replaced=not said),)

    def _in_direct_messages(self, line: Line) -> tuple[Bubble, ...]:
        try:
            return (Bubble(Channel.X_DM, direct_message(line, self._x, greeted=True)),)
        except RuledOutError:
            return ()

    def _as_comment(self, line: Line) -> Bubble:
        text = str(comment_of(line, assistant=self._assistant, most=COMMENT)["message"])
        titles = [button.title for button in line.buttons]
        whole = LABEL.format(self._assistant) + with_options(line.text, titles)
        said = line.text.strip() in text
        return Bubble(
            Channel.FB_COMMENT, text, count=length(whole), most=COMMENT, replaced=not said
        )

    def _in_messenger(self, line: Line) -> Bubble:
        messages = messages_of(line)
        chips = messages[-1].get("quick_replies", []) if messages else []
        text = "\n\n".join(str(message.get("text", "")) for message in messages)
        return Bubble(Channel.MESSENGER, text, tuple(str(chip["title"]) for chip in chips))
