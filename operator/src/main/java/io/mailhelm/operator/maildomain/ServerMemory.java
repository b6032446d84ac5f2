package io.mailhelm.operator.maildomain;

import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.read.IncrementalReader;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.Tombstone;
import io.mailhelm.operator.rollout.PodPolicies;
import io.mailhelm.operator.rollout.PodReport;
import io.mailhelm.operator.rollout.PodRetained;
import io.mailhelm.operator.rollout.PodTraffic;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what the operator knows of one server between passes. All of it can be found again in the
 * cluster, except for caches that only save work. One pass at a time.
 */
final class ServerMemory {
  private Optional<ServerConfig> lastGood;
  private Optional<Integer> format;
  private PodStores stores;
  private Optional<ServerConfig> settled = Optional.empty();
  private Optional<ServerConfig> complete = Optional.empty();
  private final IncrementalReader adoption = new IncrementalReader();
  private final Set<String> removedMailboxes = new HashSet<>();
  private final PodTraffic traffic = new PodTraffic();
  private final PodPolicies policies = new PodPolicies();
  private final PodRetained retained = new PodRetained();
  private final Set<String> unpublished = new HashSet<>();
  private Optional<Compiled> compiled = Optional.empty();

  /**
   * @param lastGood the config that the Secrets hold
   * @param format its format; present also where this version cannot read it
   */
  ServerMemory(Optional<ServerConfig> lastGood, Optional<Integer> format) {
    this.lastGood = lastGood;
    this.format = format;
    this.stores = PodStores.of(lastGood);
  }

  /** A compilation, its input, and the document of its config. */
  record Compiled(
      List<Object> fingerprint,
      ClusterInput.Gathered gathered,
      Compilation compilation,
      Optional<ConfigDocument> document) {
    static Compiled of(List<Object> fingerprint, ClusterInput.Gathered gathered) {
      var compilation = Compiler.compile(gathered.input());
      return new Compiled(
          fingerprint, gathered, compilation, compilation.config().map(ConfigDocument::of));
    }
  }

  /** The reader of resources, which remembers what it read the last time. */
  IncrementalReader adoption() {
    return adoption;
  }

  /** The config in the Secrets: what a refused resource's last good fragment is taken from. */
  Optional<ServerConfig> lastGood() {
    return lastGood;
  }

  /** The format of the config in the Secrets; empty: there is none that says its format. */
  Optional<Integer> format() {
    return format;
  }

  /** The last config that every ready pod ran. */
  Optional<ServerConfig> settled() {
    return settled;
  }

  /** The last config that ran on as many pods as are wanted. */
  Optional<ServerConfig> complete() {
    return complete;
  }

  /** In which store each pod had mail. */
  PodStores stores() {
    return stores;
  }

  /**
   * Takes in which stores pods report.
   *
   * @return whether that changed anything
   */
  boolean heard(Map<String, PodReport> reports) {
    var before = stores;
    stores = stores.heard(reports);
    return !stores.equals(before);
  }

  /** Mailboxes that all pods are known to have removed. */
  Set<String> removedMailboxes() {
    return removedMailboxes;
  }

  /** What its pods said of the mail of policies. */
  PodPolicies policies() {
    return policies;
  }

  /** What its pods said of their traffic. */
  PodTraffic traffic() {
    return traffic;
  }

  /** What its pods said that they keep of deleted users. */
  PodRetained retained() {
    return retained;
  }

  /** MailDomains that are known to have no DNSEndpoint. */
  Set<String> unpublished() {
    return unpublished;
  }

  /** The last compilation, if it had this fingerprint. */
  Optional<Compiled> compiled(List<Object> fingerprint) {
    return compiled.filter(last -> last.fingerprint().equals(fingerprint));
  }

  /** Remembers a compilation, and returns it. */
  Compiled compiled(Compiled last) {
    compiled = Optional.of(last);
    return last;
  }

  /** To be called when the Secrets hold this config. */
  void written(ServerConfig config) {
    lastGood = Optional.of(config);
    format = Optional.of(ConfigDocument.FORMAT);
    // A mailbox that is taken over by somebody may have to be removed again one day.
    config.users().forEach(user -> removedMailboxes.remove(user.mailboxId()));
  }

  /** To be called when every ready pod runs this config. */
  void settled(ServerConfig config) {
    settled = Optional.of(config);
  }

  /**
   * To be called when as many pods as are wanted run this config: the mailboxes that it removes are
   * removed then. Its tombstones are left out of the next compilation.
   *
   * @return whether there were any
   */
  boolean complete(ServerConfig config) {
    complete = Optional.of(config);
    var news =
        config.tombstones().stream()
            .map(Tombstone::mailboxId)
            .filter(removedMailboxes::add)
            .toList();
    if (!news.isEmpty()) {
      compiled = Optional.empty();
    }
    return !news.isEmpty();
  }
}
