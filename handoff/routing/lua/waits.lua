-- Note why a waiting conversation is offered to nobody; told only when that changes.
--
-- KEYS, all of one conversation's partition:
--   1 hold   hash    owner, ...
--   2 place  hash    see offer.lua
--   3 feed   stream  what happens
-- ARGV: 1 conversation, 2 cause, 3 at, ISO
-- Returns 1 if it was news, else 0

if redis.call('HGET', KEYS[1], 'owner') ~= 'queue' or redis.call('HEXISTS', KEYS[2], 'agent') == 1
    or redis.call('HGET', KEYS[2], 'cause') == ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[2], 'cause', ARGV[2])
redis.call('XADD', KEYS[3], '*', 'kind', 'routed', 'c', ARGV[1], 'at', ARGV[3], 'stage', 'waiting',
  'why', ARGV[2], 'agent', '', 'number', redis.call('HGET', KEYS[2], 'number') or '0', 'until', '')
return 1
