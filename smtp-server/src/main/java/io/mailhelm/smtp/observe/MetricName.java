package io.mailhelm.smtp.observe;

import java.util.List;

/**
 * The metrics of the server: name, type, labels and meaning of each. {@code
 * docs/reference/metrics.md} lists them.
 */
enum MetricName {
  CONNECTIONS("mailhelm.connections", Type.COUNTER, "SMTP connections taken.", "listener"),
  CONNECTIONS_OPEN(
      "mailhelm.connections.open", Type.GAUGE, "SMTP connections open now.", "listener"),
  CONNECTIONS_REFUSED(
      "mailhelm.connections.refused",
      Type.COUNTER,
      "Connections turned away because a limit was met.",
      "listener",
      "limit"),
  RECEIVED(
      "mailhelm.received.bytes",
      Type.COUNTER,
      "Octets from SMTP peers, counted when a connection ends.",
      "listener"),
  SENT(
      "mailhelm.sent.bytes",
      Type.COUNTER,
      "Octets to SMTP peers, counted when a connection ends.",
      "listener"),
  COMMANDS(
      "mailhelm.commands",
      Type.COUNTER,
      "SMTP commands by the class of their reply.",
      "listener",
      "verb",
      "reply"),
  LOGINS(
      "mailhelm.logins",
      Type.COUNTER,
      "Logins tried, over SMTP and the APIs.",
      "listener",
      "mechanism",
      "result"),
  ACCEPTED("mailhelm.messages.accepted", Type.COUNTER, "Messages on stable storage.", "listener"),
  CAPTURED(
      "mailhelm.messages.captured",
      Type.COUNTER,
      "Accepted messages with a recipient elsewhere, kept instead of sent.",
      "listener"),
  UNSIGNED(
      "mailhelm.messages.unsigned",
      Type.COUNTER,
      "Messages sent unsigned: their header has more fields than a signature names."),
  ACCEPTED_BYTES(
      "mailhelm.messages.bytes", Type.COUNTER, "Octets of accepted messages.", "listener"),
  REJECTED(
      "mailhelm.rejected",
      Type.COUNTER,
      "Recipients and messages refused.",
      "listener",
      "reason",
      "reply"),
  CONTENT_FINDINGS(
      "mailhelm.content.findings",
      Type.COUNTER,
      "What the content checks of SendPolicies found, by check and by what came of it.",
      "check",
      "action"),
  COMMIT("mailhelm.commit.seconds", Type.TIMER, "From the end of a message to its commit."),
  DRAINING(
      "mailhelm.draining",
      Type.GAUGE,
      "1 while new mail is turned away: the server was drained, or it is ending."),
  STORE_MESSAGES(
      "mailhelm.store.messages",
      Type.GAUGE,
      "Messages stored, each once however many mailboxes have it."),
  STORE_BYTES("mailhelm.store.bytes", Type.GAUGE, "Octets of the store on disk."),
  STORE_ACCEPTING(
      "mailhelm.store.accepting",
      Type.GAUGE,
      "1 while the store takes mail, 0 after a write failed."),
  STORE_ACCEPTING_LARGE(
      "mailhelm.store.accepting.large",
      Type.GAUGE,
      "1 while the store takes messages beyond 64 KiB, 0 while what is left of the volume is the"
          + " reserve."),
  STORE_STRAY_BODIES(
      "mailhelm.store.stray.bodies",
      Type.GAUGE,
      "Files of messages that no row of the database names, moved aside at a start."),
  STORE_MISSING_BODIES(
      "mailhelm.store.missing.bodies",
      Type.GAUGE,
      "Messages that the database names a file for and that had none at the start."),
  QUEUE_QUEUED(
      "mailhelm.queue.queued",
      Type.GAUGE,
      "Deliveries to other servers that wait or are sent now."),
  QUEUE_HELD(
      "mailhelm.queue.held",
      Type.GAUGE,
      "Deliveries that are held, by what holds them: a person (manual) or what is declared.",
      "reason"),
  QUEUE_SENDING("mailhelm.queue.sending", Type.GAUGE, "Deliveries being attempted now."),
  QUEUE_AGE("mailhelm.queue.age.seconds", Type.GAUGE, "Age of the oldest delivery that waits."),
  WARM_UP_CAP(
      "mailhelm.warmup.cap",
      Type.GAUGE,
      "Recipients elsewhere whose mail may leave today under a policy that warms up; absent once its"
          + " warm-up is over.",
      "policy",
      "provider"),
  WARM_UP_USED(
      "mailhelm.warmup.used",
      Type.GAUGE,
      "Recipients elsewhere whose mail left today, or is leaving, under a policy that warms up.",
      "policy",
      "provider"),
  WARM_UP_WAITING(
      "mailhelm.warmup.waiting",
      Type.GAUGE,
      "Recipients elsewhere whose mail waits because today's cap is reached, counted once a minute.",
      "policy",
      "provider"),
  ATTEMPTS(
      "mailhelm.attempts",
      Type.COUNTER,
      "Attempts to deliver, by outcome and by class and subject of the enhanced status code.",
      "policy",
      "outcome",
      "enhanced"),
  LIMITS_APPROACHED(
      "mailhelm.limits.approached",
      Type.COUNTER,
      "Limits of a SendPolicy that were used by 80 %, counted once a window, for all users together"
          + " and for each.",
      "policy"),
  LIMITS_REACHED(
      "mailhelm.limits.reached",
      Type.COUNTER,
      "Limits of a SendPolicy that were used up, counted once a window, for all users together and"
          + " for each.",
      "policy"),
  TLS(
      "mailhelm.tls.outcomes",
      Type.COUNTER,
      "How TLS to other servers went, by policy and result of RFC 8460.",
      "policy",
      "result"),
  POLICY_PAUSED(
      "mailhelm.policy.paused",
      Type.GAUGE,
      "1 while the mail of a SendPolicy waits because too much of it bounced or was complained"
          + " about; of the first 100 by name, as the three below.",
      "policy"),
  POLICY_BOUNCED(
      "mailhelm.policy.bounced.ratio",
      Type.GAUGE,
      "Bad addresses of the recipients in the window of a SendPolicy.",
      "policy"),
  POLICY_BOUNCED_LIMIT(
      "mailhelm.policy.bounced.limit.ratio",
      Type.GAUGE,
      "The limit of the one above; absent while nothing is judged: no rule says so, or the sample"
          + " is too small.",
      "policy"),
  POLICY_COMPLAINED(
      "mailhelm.policy.complained.ratio",
      Type.GAUGE,
      "Complaints of the delivered recipients in the window of a SendPolicy.",
      "policy"),
  DESCRIPTORS_SHORT(
      "mailhelm.descriptors.short",
      Type.GAUGE,
      "1 while the limits that are declared would take more file descriptors than the process may"
          + " have, so that there are fewer connections than declared."),
  PORT25_BLOCKED(
      "mailhelm.outbound.port25.blocked",
      Type.GAUGE,
      "1 while no server answers on port 25, whoever's it is: a provider is in the way."),
  DELIVERY("mailhelm.delivery.seconds", Type.TIMER, "From the queue to another server."),
  CONFIG("mailhelm.config.info", Type.GAUGE, "1 for the config that runs.", "hash"),
  CONFIG_AGE(
      "mailhelm.config.age.seconds", Type.GAUGE, "Since the config that runs was swapped in."),
  CONFIG_DOMAINS("mailhelm.config.domains", Type.GAUGE, "Domains in the config that runs."),
  CONFIG_USERS("mailhelm.config.users", Type.GAUGE, "Users in the config that runs."),
  CONFIG_REJECTED("mailhelm.config.rejected", Type.COUNTER, "Configs that could not be used."),
  FAILURES("mailhelm.failures", Type.COUNTER, "Faults of the server itself.", "where"),
  REPORTS_OMITTED(
      "mailhelm.reports.omitted",
      Type.COUNTER,
      "Reports to senders that there was no room for: what became of the mail is in the queue's"
          + " history only.",
      "reason"),
  API(
      "mailhelm.api.requests",
      Type.COUNTER,
      "Requests to the APIs by the class of their status.",
      "api",
      "method",
      "status"),
  DNS_RECORD(
      "mailhelm.dns.record.ok",
      Type.GAUGE,
      "1 where the DNS says of a domain what mail needs of it, 0 where it does not; absent while it"
          + " cannot be told.",
      "domain",
      "purpose"),
  DKIM_KEY_AGE(
      "mailhelm.dkim.key.age.seconds",
      Type.GAUGE,
      "Since a signing key came to sign.",
      "domain",
      "selector"),
  BLOCK_LISTED(
      "mailhelm.block.listed",
      Type.GAUGE,
      "1 where a block list has the domain or an address of it, 0 where it has none; absent while"
          + " it cannot be told.",
      "domain",
      "zone"),
  WEB(
      "mailhelm.web.requests",
      Type.COUNTER,
      "Requests to the public web port by the class of their status.",
      "page",
      "status"),
  LOG_DROPPED(
      "mailhelm.log.dropped",
      Type.COUNTER,
      "Log lines dropped because the log was not written fast enough.");

  /** How Prometheus sees it. */
  enum Type {
    COUNTER,
    GAUGE,
    TIMER
  }

  private final String dotted;
  private final Type type;
  private final String meaning;
  private final List<String> labels;

  MetricName(String dotted, Type type, String meaning, String... labels) {
    this.dotted = dotted;
    this.type = type;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  /** As Micrometer is told: a timer without its unit, which Micrometer adds. */
  String dotted() {
    return type == Type.TIMER ? dotted.substring(0, dotted.lastIndexOf('.')) : dotted;
  }

  /** As Prometheus shows it. */
  String exposed() {
    var name = dotted.replace('.', '_');
    return type == Type.COUNTER ? name + "_total" : name;
  }

  Type type() {
    return type;
  }

  String meaning() {
    return meaning;
  }

  List<String> labels() {
    return labels;
  }
}
