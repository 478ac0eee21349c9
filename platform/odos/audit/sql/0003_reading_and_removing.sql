-- Where a request came from in more words, indexes for reading the whole trail, and what may leave it:
-- entries that a retention rule no longer keeps, and the personal data of somebody who asked for erasure.
-- Only the owner may remove. Every removal is itself an entry of the trail and is checked by a verification.

ALTER TABLE audit_entry ADD COLUMN agent text COLLATE "C";
COMMENT ON COLUMN audit_entry.agent IS 'The program that sent the request (User-Agent)';
GRANT INSERT (agent) ON audit_entry TO {app};

CREATE INDEX audit_entry_time ON audit_entry (at DESC, id DESC);
CREATE INDEX audit_entry_actor ON audit_entry (actor_id, at DESC, id DESC);
CREATE INDEX audit_entry_rare ON audit_entry (action, at DESC, id DESC)
    WHERE action NOT IN ('created', 'updated');

-- An entry without an agent has the digest that it always had.
CREATE OR REPLACE FUNCTION audit_digest(entry audit_entry) RETURNS bytea LANGUAGE sql STABLE
RETURN sha256(entry.salt || convert_to((jsonb_build_array(
    entry.id, extract(epoch FROM entry.at), entry.xid::text, entry.entity, entry.record_id, entry.version,
    entry.action, entry.actor_id, entry.actor_label, entry.source, entry.reason, entry.address,
    entry.correlation, entry.cause, entry.schema_version, entry.changes
) || CASE WHEN entry.agent IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(entry.agent) END)::text, 'UTF8'));

CREATE TABLE audit_removal (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('pruned', 'erased')),
    at timestamptz NOT NULL,
    entry_ids int8multirange NOT NULL,
    hash bytea NOT NULL
);

COMMENT ON COLUMN audit_removal.hash IS 'Also in the entry that tells of the removal, hence sealed';

GRANT SELECT ON audit_removal TO {app};

CREATE FUNCTION audit_removal_hash(removal audit_removal) RETURNS bytea LANGUAGE sql STABLE
RETURN sha256(convert_to(jsonb_build_array(
    removal.number, removal.kind, extract(epoch FROM removal.at), removal.entry_ids::text
)::text, 'UTF8'));

-- Notes a removal and tells of it in the trail; `details` is {name: [from, to]}.
CREATE FUNCTION audit_note_removal(
    what text, ids int8multirange, of_entity uuid, of_record bigint, moment timestamptz,
    who bigint, who_label text, by_way text, why text, details jsonb
) RETURNS void LANGUAGE plpgsql SET search_path TO {namespace}, pg_temp AS $$
DECLARE
    noted audit_removal;
BEGIN
    INSERT INTO audit_removal (kind, at, entry_ids, hash) VALUES (what, moment, ids, '') RETURNING * INTO noted;
    UPDATE audit_removal SET hash = audit_removal_hash(noted) WHERE number = noted.number
        RETURNING * INTO noted;
    INSERT INTO audit_entry (at, entity, record_id, action, actor_id, actor_label, source, reason, changes)
    VALUES (moment, of_entity, of_record, what, who, who_label, by_way, why,
            details || jsonb_build_object('removal', jsonb_build_array(NULL, encode(noted.hash, 'hex'))));
END
$$;

-- Remove sealed entries of one entity from before a moment; gives their number. What tells of removals stays.
CREATE FUNCTION audit_prune(
    of_entity uuid, before timestamptz, moment timestamptz, who bigint, who_label text, by_way text, why text
) RETURNS bigint LANGUAGE plpgsql SET search_path TO {namespace}, pg_temp AS $$
DECLARE
    latest audit_seal;
    ids int8multirange;
    removed bigint;
BEGIN
    SELECT * INTO latest FROM audit_seal ORDER BY number DESC LIMIT 1;
    WITH gone AS (
        DELETE FROM audit_entry
        WHERE entity = of_entity AND at < before AND action NOT IN ('pruned', 'erased')
          AND (id <= latest.base_id OR (xid < latest.to_xid AND latest.to_xid <> audit_last_xid()))
        RETURNING id
    )
    SELECT range_agg(int8range(id, id + 1)), count(*) INTO ids, removed FROM gone;
    IF removed > 0 THEN
        PERFORM audit_note_removal('pruned', ids, of_entity, NULL, moment, who, who_label, by_way, why,
            jsonb_build_object('before', jsonb_build_array(NULL, before),
                               'entries', jsonb_build_array(NULL, removed)));
    END IF;
    RETURN removed;
END
$$;

-- Take the values of some fields out of the entries about one record; gives the number of entries.
CREATE FUNCTION audit_erase(
    of_entity uuid, of_record bigint, fields text[], moment timestamptz,
    who bigint, who_label text, by_way text, why text
) RETURNS bigint LANGUAGE plpgsql SET search_path TO {namespace}, pg_temp AS $$
DECLARE
    ids int8multirange;
    erased bigint;
BEGIN
    WITH cleared AS (
        UPDATE audit_entry SET changes = changes - fields, salt = NULL
        WHERE entity = of_entity AND record_id = of_record AND changes ?| fields
        RETURNING id
    )
    SELECT range_agg(int8range(id, id + 1)), count(*) INTO ids, erased FROM cleared;
    IF erased > 0 THEN
        PERFORM audit_note_removal('erased', ids, of_entity, of_record, moment, who, who_label, by_way, why,
            jsonb_build_object('entries', jsonb_build_array(NULL, erased)));
    END IF;
    RETURN erased;
END
$$;

REVOKE ALL ON FUNCTION audit_note_removal(
    text, int8multirange, uuid, bigint, timestamptz, bigint, text, text, text, jsonb
) FROM public;
REVOKE ALL ON FUNCTION audit_prune(uuid, timestamptz, timestamptz, bigint, text, text, text) FROM public;
REVOKE ALL ON FUNCTION audit_erase(uuid, bigint, text[], timestamptz, bigint, text, text, text) FROM public;
