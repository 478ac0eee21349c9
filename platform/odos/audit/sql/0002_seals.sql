-- Seals: each covers the entries of a range of transactions and contains the hash of the seal before.
--
-- Ranges are of transactions, not of ids: an id is drawn before its row is visible, so a lower id may still
-- come; but below the snapshot's xmin every transaction has ended, and its entries are all there.
-- Where a dump was restored on another server, transaction numbers start again. The range of the old server
-- is then closed with the greatest number, and a new epoch begins in which only ids above base_id count.

CREATE TABLE audit_seal (
    number bigint PRIMARY KEY,
    epoch integer NOT NULL,
    base_id bigint NOT NULL,
    from_xid xid8 NOT NULL,
    to_xid xid8 NOT NULL,
    sealed_at timestamptz NOT NULL,
    entry_ids bigint[] NOT NULL,
    digests bytea[] NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL
);

COMMENT ON COLUMN audit_seal.to_xid IS 'Exclusive';
COMMENT ON COLUMN audit_seal.digests IS 'Salted, in the order of entry_ids; they stay when content is erased';

GRANT SELECT ON audit_seal TO {app};

CREATE FUNCTION audit_last_xid() RETURNS xid8 LANGUAGE sql IMMUTABLE
RETURN '18446744073709551615'::xid8;

CREATE FUNCTION audit_digest(entry audit_entry) RETURNS bytea LANGUAGE sql STABLE
RETURN sha256(entry.salt || convert_to(jsonb_build_array(
    entry.id, extract(epoch FROM entry.at), entry.xid::text, entry.entity, entry.record_id, entry.version,
    entry.action, entry.actor_id, entry.actor_label, entry.source, entry.reason, entry.address,
    entry.correlation, entry.cause, entry.schema_version, entry.changes
)::text, 'UTF8'));

CREATE FUNCTION audit_seal_hash(seal audit_seal) RETURNS bytea LANGUAGE sql STABLE
RETURN sha256(
    seal.prev_hash
    || convert_to(jsonb_build_array(
        seal.number, seal.epoch, seal.base_id, seal.from_xid::text, seal.to_xid::text,
        extract(epoch FROM seal.sealed_at), to_jsonb(seal.entry_ids)
    )::text, 'UTF8')
    || coalesce((
        SELECT string_agg(digest, ''::bytea ORDER BY place)
        FROM unnest(seal.digests) WITH ORDINALITY AS listed(digest, place)
    ), ''::bytea)
);

-- The seal that would come next, still without entries and hash.
CREATE FUNCTION audit_next_seal() RETURNS audit_seal
LANGUAGE plpgsql SET search_path TO {namespace}, pg_temp AS $$
DECLARE
    before audit_seal;
    seal audit_seal;
BEGIN
    SELECT * INTO before FROM audit_seal ORDER BY number DESC LIMIT 1;
    seal.number := coalesce(before.number, 0) + 1;
    seal.epoch := coalesce(before.epoch, 1);
    seal.base_id := coalesce(before.base_id, 0);
    seal.from_xid := coalesce(before.to_xid, '0'::xid8);
    seal.to_xid := pg_snapshot_xmin(pg_current_snapshot());
    seal.sealed_at := clock_timestamp();
    seal.prev_hash := coalesce(before.hash, sha256('odos audit trail'));
    IF seal.from_xid = audit_last_xid() THEN
        seal.epoch := seal.epoch + 1;
        seal.base_id := (SELECT coalesce(max(id), 0) FROM audit_seal, unnest(entry_ids) AS listed(id));
        seal.from_xid := '0';
    ELSIF seal.from_xid > pg_snapshot_xmax(pg_current_snapshot()) THEN
        seal.to_xid := audit_last_xid();
    END IF;
    RETURN seal;
END
$$;

-- Seal the next settled entries, about `wanted` of them but never half a transaction; gives their number.
CREATE FUNCTION audit_seal_next(wanted integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path TO {namespace}, pg_temp AS $$
DECLARE
    seal audit_seal;
    cut xid8;
BEGIN
    LOCK TABLE audit_seal IN SHARE ROW EXCLUSIVE MODE;
    seal := audit_next_seal();
    SELECT xid INTO cut FROM audit_entry
    WHERE id > seal.base_id AND xid >= seal.from_xid AND xid < seal.to_xid
    ORDER BY xid OFFSET greatest(wanted, 1) - 1 LIMIT 1;
    IF cut IS NOT NULL THEN
        seal.to_xid := (cut::text::numeric + 1)::text::xid8;
    END IF;
    SELECT coalesce(array_agg(entry.id ORDER BY entry.id), '{}'),
           coalesce(array_agg(audit_digest(entry) ORDER BY entry.id), '{}')
    INTO seal.entry_ids, seal.digests
    FROM audit_entry AS entry
    WHERE id > seal.base_id AND xid >= seal.from_xid AND xid < seal.to_xid;
    IF cardinality(seal.entry_ids) = 0 AND seal.to_xid <> audit_last_xid() THEN
        RETURN 0;
    END IF;
    seal.hash := audit_seal_hash(seal);
    INSERT INTO audit_seal SELECT seal.*;
    RETURN cardinality(seal.entry_ids);
END
$$;

REVOKE ALL ON FUNCTION audit_next_seal() FROM public;
REVOKE ALL ON FUNCTION audit_seal_next(integer) FROM public;
GRANT EXECUTE ON FUNCTION audit_seal_next(integer) TO {app};
