-- Note what is to be done next in a conversation, for the agent who has it.
--
-- KEYS, all of one conversation's partition:
--   1 hold    hash    owner, epoch, ...
--   2 place   hash    see offer.lua
--   3 feed    stream  what happens
-- ARGV: 1 JSON {c, epoch, step, at}
-- Returns 1 | 0 if the hold has moved on

local order = cjson.decode(ARGV[1])
local hold = redis.call('HMGET', KEYS[1], 'owner', 'epoch')
if hold[1] ~= 'agent' or tonumber(hold[2]) ~= order.epoch then
  return 0
end
if order.step == '' then
  redis.call('HDEL', KEYS[2], 'step')
else
  redis.call('HSET', KEYS[2], 'step', order.step)
end
redis.call('XADD', KEYS[3], '*', 'kind', 'noted', 'c', order.c, 'at', order.at)
return 1
