-- Write down that a line is about to be sent, unless somebody else has done so meanwhile.
--
-- KEYS: 1 attempts  hash  facts of lines on their way
-- ARGV: 1 line, 2 what is to be said of it, 3 what was known of it ('': nothing), 4 seconds to keep

local said = ARGV[1] .. '|said'
if (redis.call('HGET', KEYS[1], said) or '') ~= ARGV[3] then
  return 0
end
redis.call('HSET', KEYS[1], said, ARGV[2])
redis.call('HDEL', KEYS[1], ARGV[1] .. '|doubt')
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
