-- Say what a private conversation continues, now that its customer has written in it.
--
-- KEYS, all under the tag of cases:
--   1 offer      hash  public, at, ms: the way into private that this person was shown
--   2 continues  hash  public (empty: nothing any more), since, seen, told, ms
-- ARGV: 1 the private conversation, 2 now, ms, 3 for how long an offer or a silence lasts, ms,
--       4 lifetime, seconds, 5 what the keys of sets `continued` begin with
-- Returns {public, since, told}: strings, empty where there is nothing.

local private, now, within, lifetime = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local offer = redis.call('HMGET', KEYS[1], 'public', 'at')
local before = redis.call('HMGET', KEYS[2], 'public', 'seen')

local function change(public)
  if before[1] and before[1] ~= '' then
    redis.call('SREM', ARGV[5] .. before[1], private)
  end
  redis.call('HSET', KEYS[2], 'public', public, 'since', now)
  if public ~= '' then
    redis.call('SADD', ARGV[5] .. public, private)
    redis.call('EXPIRE', ARGV[5] .. public, lifetime)
  end
end

if offer[1] and now - tonumber(offer[2]) <= within then
  redis.call('DEL', KEYS[1])
  change(offer[1])
elseif before[1] and before[1] ~= '' and now - tonumber(before[2]) > within then
  change('')
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('HSET', KEYS[2], 'seen', now)
  redis.call('EXPIRE', KEYS[2], lifetime)
end
local after = redis.call('HMGET', KEYS[2], 'public', 'since', 'told')
return {after[1] or '', after[2] or '', after[3] or ''}
