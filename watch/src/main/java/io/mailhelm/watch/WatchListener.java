package io.mailhelm.watch;

import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.Domain;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.dns.rotation.RecordVisibility;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Is told what a {@link ServerWatch} sees and does, by the thread of the domain that it is about;
 * what it throws is a failure of that domain's task. Thread-safe.
 */
public interface WatchListener {
  /** The DNS of a domain was looked at, whether or not it says something new. */
  void dnsLooked(Domain domain, DnsReport report);

  /** It says something else than before. */
  void dnsChanged(Domain domain, DnsReport report) throws IOException;

  /** The keys of a domain were looked at. */
  void keysLooked(KeyLook look);

  /** Statuses may say something else of keys than before. */
  void keysChanged() throws IOException;

  /** A store holds other keys than were compiled: it is to be compiled again. */
  void keysReplaced() throws IOException;

  /** What is in a store cannot be read; it stays as it is. */
  void keysUnreadable(String name, GeneratedKeys keys, IllegalArgumentException cause);

  /** The keys of a MailDomain are not driven any more. */
  void keysForgotten(String name);

  /**
   * What a look at the keys of a MailDomain found.
   *
   * @param name of the MailDomain
   * @param domain what it was compiled to; empty where it is refused
   * @param ledger where its keys are now
   * @param sights who sees which pending key, by selector
   */
  record KeyLook(
      String name,
      GeneratedKeys keys,
      Optional<Domain> domain,
      DkimLedger ledger,
      Map<String, RecordVisibility> sights) {}
}
