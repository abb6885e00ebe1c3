-- What makes a step cheaper. Deadlines come only when they move; most steps move no money, and their legs are not summed; what is long in
-- a row is kept by the quicker compression. Contracts are still changed one by one: a join planned once walked through all of them again.
alter table journal drop constraint journal_legs_balance;
alter table journal add constraint journal_legs_balance check (cardinality(amounts) = 0 or legs_sum(amounts) = 0);
do $$ begin
  alter table journal alter column patch set compression lz4, alter column input set compression lz4, alter column answer set compression lz4;
exception when feature_not_supported then null; -- a PostgreSQL built without it
end $$;

create or replace function write_steps(
  p_marketplace text, p_now timestamptz,
  c_id text[], c_expected integer[], c_seq integer[], c_held bigint[], c_arbitration bigint[], c_digest text[], c_doc jsonb,
  j_contract text[], j_seq integer[], j_at timestamptz[], j_act text[], j_on text[], j_process text[], j_from text[], j_to text[],
  j_lapse boolean[], j_rule text[], j_policy text[], j_role text[], j_person text[], j_input jsonb, j_patch jsonb, j_legs jsonb, j_tells jsonb,
  j_digest text[], j_key text[], j_body_hash text[], j_answer text[],
  b_account text[], b_currency text[], b_delta bigint[],
  d_contract text[], d_due timestamptz[], p_rest jsonb
) returns void language plpgsql as $$
declare
  me xid8 := pg_current_xact_id();
  r record;
begin
  for r in
    select * from rows from (unnest(c_id, c_expected, c_seq, c_held, c_arbitration, c_digest), jsonb_array_elements(c_doc))
      as c(id, expected, seq, held, arbitration, digest, doc)
  loop
    if r.doc = 'null' then
      update contracts t set seq = r.seq, held = r.held, arbitration = r.arbitration, digest = r.digest
      where t.marketplace = p_marketplace and t.id = r.id and t.seq = r.expected;
    else
      update contracts t set seq = r.seq, held = r.held, arbitration = r.arbitration, digest = r.digest, snapshot = r.doc
      where t.marketplace = p_marketplace and t.id = r.id and t.seq = r.expected;
    end if;
    if not found then raise exception 'lost_race' using errcode = 'FH001'; end if;
  end loop;

  if p_rest is not null then
    insert into contracts (marketplace, id, kind, currency, client, freelancer, seq, held, arbitration, digest, snapshot)
    select p_marketplace, c.id, c.kind, c.currency, c.client, c.freelancer, c.seq, c.held, c.arbitration, c.digest, c.doc
    from jsonb_to_recordset(p_rest->'founded') as c(id text, kind text, currency text, client text, freelancer text, seq integer, held bigint, arbitration bigint, digest text, doc jsonb);
  end if;

  insert into journal (marketplace, contract, seq, xid, n, happened_at, written_at, act, on_id, process, from_state, to_state, lapse, rule, policy,
                       role, person, input, patch, accounts, amounts, whys, tells, digest, idem_key, body_hash, answer)
  select p_marketplace, j.contract, j.seq, me, j.n - 1, j.at, p_now, j.act, j.on_id, j.process, j.from_state, j.to_state, j.lapse, j.rule, j.policy,
         j.role, j.person, j.input, j.patch,
         case when j.legs = 'null' then '{}' else array(select jsonb_array_elements_text(j.legs->'accounts')) end,
         case when j.legs = 'null' then '{}' else array(select jsonb_array_elements_text(j.legs->'amounts')::bigint) end,
         case when j.legs = 'null' then '{}' else array(select jsonb_array_elements_text(j.legs->'whys')) end,
         j.tells, j.digest, j.idem_key, j.body_hash, j.answer
  from rows from (
    unnest(j_contract, j_seq, j_at, j_act, j_on, j_process, j_from, j_to, j_lapse, j_rule, j_policy, j_role, j_person, j_digest, j_key, j_body_hash, j_answer),
    jsonb_array_elements(j_input), jsonb_array_elements(j_patch), jsonb_array_elements(j_legs), jsonb_array_elements(j_tells)) with ordinality
    as j(contract, seq, at, act, on_id, process, from_state, to_state, lapse, rule, policy, role, person, digest, idem_key, body_hash, answer,
         input, patch, legs, tells, n);

  -- In a fixed order, so that two batches never wait for each other in a circle. A balance that exists is moved first: an insert of
  -- a negative difference would meet its check before the conflict.
  for r in select * from unnest(b_account, b_currency, b_delta) as b(account, currency, delta) loop
    update balances t set balance = t.balance + r.delta
    where t.marketplace = p_marketplace and t.account = r.account and t.currency = r.currency;
    if not found then
      insert into balances as t (marketplace, account, currency, balance) values (p_marketplace, r.account, r.currency, r.delta)
      on conflict (marketplace, account, currency) do update set balance = t.balance + excluded.balance;
    end if;
  end loop;

  -- Only those that move; null: nothing falls due any more.
  if cardinality(d_contract) > 0 then
    insert into due as t (marketplace, contract, due_at)
    select p_marketplace, d.contract, d.due_at from unnest(d_contract, d_due) as d(contract, due_at) where d.due_at is not null
    on conflict (marketplace, contract) do update set due_at = excluded.due_at;
    for r in select d.contract from unnest(d_contract, d_due) as d(contract, due_at) where d.due_at is null loop
      delete from due t where t.marketplace = p_marketplace and t.contract = r.contract;
    end loop;
  end if;

  if p_rest is not null then
    insert into effects (marketplace, reference, contract, instance, kind, amount, currency, account, source, state, next_at, created_at, updated_at)
    select p_marketplace, e.reference, e.contract, e.instance, e.kind, e.amount, e.currency, e.account, e.source, 'wanted', e.at, e.at, e.at
    from jsonb_to_recordset(p_rest->'effects') as e(reference text, contract text, instance text, kind text, amount bigint, currency text, account text, source text, at timestamptz);
    for r in select u.contract from jsonb_array_elements_text(p_rest->'unlisted') as u(contract) loop
      delete from worklist t where t.marketplace = p_marketplace and t.contract = r.contract;
    end loop;
    insert into worklist (marketplace, contract, on_id, kind, since, target_at, assignee, amount, currency)
    select p_marketplace, w.contract, w.on_id, w.kind, w.since, w.target_at, w.assignee, w.amount, w.currency
    from jsonb_to_recordset(p_rest->'listed') as w(contract text, on_id text, kind text, since timestamptz, target_at timestamptz, assignee text, amount bigint, currency text);
  end if;
end $$;
