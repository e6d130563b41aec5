"""The ledger's functions and guards in PostgreSQL's dialect."""

from portal.audit.backends.postgresql.triggers import CONTEXT, PREFIX, Quote, function
from portal.audit.backends.tables import CHANGES, OPERATIONS
from portal.audit.errors import BYPASS
from portal.audit.hashing import GENESIS

# Any number, the same for all who seal: the chain has one end.
LOCK = 20240627

# Taken at the end, so that operations wait for each other only while they seal.
SEAL = f"""DECLARE
  sealed uuid := nullif(current_setting('audit.operation_id', true), '')::uuid;
  digests text; changes bigint; newest bigint;
  place bigint; before text; content text; own text;
  salt text := replace(gen_random_uuid()::text, '-', '');
BEGIN
SELECT string_agg(digest, E'\\n' ORDER BY id), count(*), max(id) INTO digests, changes, newest
  FROM {CHANGES} WHERE operation_id = sealed;
IF changes > 0 THEN
  PERFORM pg_advisory_xact_lock({LOCK});
  SELECT sequence, block_hash INTO place, before FROM {OPERATIONS} ORDER BY sequence DESC LIMIT 1;
  place := coalesce(place, 0) + 1;
  before := coalesce(before, '{GENESIS}');
  content := jsonb_build_object('operation_id', sealed, 'at', current_setting('audit.at'),
    'actor', {CONTEXT["history_actor"]}, 'user_id', {CONTEXT["history_user_id"]},
    'reason', {CONTEXT["history_change_reason"]})::text;
  own := encode(sha256(convert_to(salt || content, 'UTF8')), 'hex');
  PERFORM set_config('audit.sealing', sealed::text, true);
  INSERT INTO {OPERATIONS} (sequence, operation_id, at, actor, user_id, reason, text, salt, digest,
    change_count, last_change, previous_hash, block_hash)
  VALUES (place, sealed, {CONTEXT["history_date"]}, {CONTEXT["history_actor"]}, {CONTEXT["history_user_id"]},
    {CONTEXT["history_change_reason"]}, content, salt, own, changes, newest, before,
    encode(sha256(convert_to(concat_ws(E'\\n', place, before, own, digests), 'UTF8')), 'hex'));
END IF;
PERFORM set_config(name, '', true) FROM unnest(ARRAY['audit.sealing', 'audit.operation_id', 'audit.actor',
  'audit.user_id', 'audit.reason', 'audit.at']) AS name;
END;
"""

# What an erasure of this very operation says stands in the record's columns, and nothing else changed.
MAY_ERASE = """BEGIN
RETURN EXISTS (
  SELECT 1 FROM portal_erasure e JOIN portal_historicalerasure h ON h.id = e.id AND h.history_type = '+'
   WHERE h.operation_id = nullif(current_setting('audit.operation_id', true), '')::uuid
     AND e.record_model = model AND e.record_key = key
     AND after = before || coalesce(
       (SELECT jsonb_object_agg(r.key, r.value) FROM jsonb_each(e.replaced) r WHERE before ? r.key), '{}'));
END;
"""

# The guards of the two tables decide; this only writes as their owner.
ERASE = f"""DECLARE
  names text := (SELECT string_agg(format('%I', r.key), ', ') FROM jsonb_each(replaced) r);
BEGIN
EXECUTE format('UPDATE %1$I SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, $1))'
  ' WHERE %3$I = $2', history, names, key_name) USING replaced, key;
UPDATE {CHANGES} c SET text = t.text, salt = NULL
  FROM unnest(numbers, texts) AS t(id, text) WHERE c.id = t.id;
END;
"""

GUARD_CHANGES = f"""BEGIN
IF TG_OP = 'UPDATE' AND NEW.salt IS NULL
   AND to_jsonb(NEW) - ARRAY['text', 'salt'] = to_jsonb(OLD) - ARRAY['text', 'salt']
   AND audit_may_erase(OLD.record_model, OLD.record_key, OLD.text::jsonb, NEW.text::jsonb) THEN
  RETURN NEW;
END IF;
IF TG_OP <> 'INSERT' OR pg_trigger_depth() < 2 THEN
  RAISE EXCEPTION '{BYPASS} {CHANGES}';
END IF;
RETURN NEW;
END;
"""

GUARD_OPERATIONS = f"""BEGIN
IF TG_OP <> 'INSERT' OR current_setting('audit.sealing', true) IS DISTINCT FROM NEW.operation_id::text THEN
  RAISE EXCEPTION '{BYPASS} {OPERATIONS}';
END IF;
RETURN NEW;
END;
"""

# At commit: no change without a block that covers it.
COVERED = f"""BEGIN
PERFORM 1 FROM {OPERATIONS} WHERE operation_id = NEW.operation_id AND last_change >= NEW.id;
IF NOT FOUND THEN
  RAISE EXCEPTION '{BYPASS} {CHANGES}';
END IF;
RETURN NULL;
END;
"""


def of_ledger(quote: Quote, schema: str) -> list[str]:
    """The sealing function, and the guards of the two tables."""
    covered = quote(f"{PREFIX}{CHANGES}_covered")
    statements = [
        function(f"{PREFIX}seal", schema, SEAL, returns="void"),
        function(
            f"{PREFIX}may_erase",
            schema,
            MAY_ERASE,
            returns="boolean",
            takes="model text, key bigint, before jsonb, after jsonb",
        ),
        function(
            f"{PREFIX}erase",
            schema,
            ERASE,
            returns="void",
            takes="history text, key_name text, key bigint, replaced jsonb, numbers bigint[], texts text[]",
        ),
        function(covered, schema, COVERED),
        f"CREATE CONSTRAINT TRIGGER {covered} AFTER INSERT ON {CHANGES} DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION {covered}()",
    ]
    for name, body in ((CHANGES, GUARD_CHANGES), (OPERATIONS, GUARD_OPERATIONS)):
        guard = quote(f"{PREFIX}{name}_guard")
        statements += [
            function(guard, schema, body),
            f"CREATE TRIGGER {guard} BEFORE INSERT OR DELETE OR UPDATE ON {name}"
            f" FOR EACH ROW EXECUTE FUNCTION {guard}()",
            f"CREATE TRIGGER {quote(f'{PREFIX}{name}_truncate')} BEFORE TRUNCATE ON {name}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {guard}()",
        ]
    return statements
