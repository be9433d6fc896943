"""Video rooms over Redis, where the desk opens them and the gateway lets people in."""

from datetime import timedelta

from pydantic import TypeAdapter
from redis.asyncio import Redis

from conversation.identity import ConversationId
from conversation.keys import Keys
from conversation.video import Room, Video
from gateway.bootstrap import Live
from gateway.settings import Settings

_ROOM = TypeAdapter(Room)


class RedisRooms:
    """See conversation.video.Rooms. A stay's room is set once; its id only leads to it."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def open(self, room: Room, *, lasting: timedelta) -> Room:
        """See Rooms."""
        key, body = self._stay(room.conversation, room.epoch), _ROOM.dump_json(room)
        await self._redis.set(self._keys.room(room.id), key, ex=lasting)
        if await self._redis.set(key, body, nx=True, ex=lasting):
            return room
        there = await self._redis.get(key)
        if there is None:
            return await self.open(room, lasting=lasting)
        await self._redis.delete(self._keys.room(room.id))
        return _ROOM.validate_json(there)

    async def get(self, id: str) -> Room | None:
        """See Rooms."""
        key = await self._redis.get(self._keys.room(id))
        body = await self._redis.get(key) if key else None
        room = _ROOM.validate_json(body) if body else None
        return room if room and room.id == id else None

    def _stay(self, conversation: ConversationId, epoch: int) -> str:
        return f"{self._keys.of('video', str(conversation))}:{epoch}"


class MemoryRooms:
    """The twin in memory. Nothing ends by itself there: `Video` looks at the time."""

    def __init__(self) -> None:
        self._rooms: dict[tuple[ConversationId, int], Room] = {}

    async def open(self, room: Room, *, lasting: timedelta) -> Room:
        """See Rooms."""
        return self._rooms.setdefault((room.conversation, room.epoch), room)

    async def get(self, id: str) -> Room | None:
        """See Rooms."""
        return next((room for room in self._rooms.values() if room.id == id), None)


def video_of(settings: Settings, live: Live) -> Video | None:
    """Return video talks as the settings have them; None where no server is named."""
    if not settings.jitsi_url:
        return None
    return Video(
        server=settings.jitsi_url,
        public=settings.chat_url.rstrip("/"),
        rooms=RedisRooms(live.redis, live.keys),
        desk=live.desk,
        clock=live.clock,
        zone=settings.brand.zone,
        default_form=settings.brand.address_form,
    )
