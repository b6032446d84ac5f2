package io.mailhelm.watch;

import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.Domain;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.dns.rotation.RecordVisibility;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Is told what a {@link ServerWatch} observes and does. Calls come from the thread of the domain
 * that they are about, and whatever they throw is a failure of that domain's task. Thread-safe.
 */
public interface WatchListener {
  /** The DNS of a domain was inspected, whether or not it has changed. */
  void dnsLooked(Domain domain, DnsReport report);

  /** The DNS of a domain has changed. */
  void dnsChanged(Domain domain, DnsReport report) throws IOException;

  /** The keys of a domain were looked at. */
  void keysLooked(KeyLook look);

  /** The state of keys has changed, and statuses with it. */
  void keysChanged() throws IOException;

  /** A store holds other keys than were compiled: compile again. */
  void keysReplaced() throws IOException;

  /** A store cannot be read; it stays as it is. */
  void keysUnreadable(String name, GeneratedKeys keys, IllegalArgumentException cause);

  /** The keys of a MailDomain are no longer rotated. */
  void keysForgotten(String name);

  /**
   * The result of a look at the keys of a MailDomain.
   *
   * @param name of the MailDomain
   * @param domain the domain it was compiled to; empty where it is refused
   * @param ledger the stages of its keys now
   * @param sights whether each pending key is seen everywhere, by selector
   */
  record KeyLook(
      String name,
      GeneratedKeys keys,
      Optional<Domain> domain,
      DkimLedger ledger,
      Map<String, RecordVisibility> sights) {}
}
