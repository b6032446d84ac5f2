package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Domain;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.crds.MailUser;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compiles resources into a config. Equal input gives equal output, in whatever order it comes. A
 * problem with one resource stops only that resource: its last good fragment runs on.
 */
public final class Compiler {
  private final CompilerInput input;
  private final int shardOctets;
  private final Problems problems;
  private final LastGood lastGood;
  private final RelayLogins logins;
  private final Adoptions adoptions;
  private final Map<ResourceRef, MailUser> declared = new TreeMap<>();
  private final Set<ResourceRef> going = new HashSet<>();

  private Compiler(CompilerInput input, int shardOctets) {
    this.input = input;
    this.shardOctets = shardOctets;
    this.problems = new Problems(input.resources().problems());
    this.lastGood = new LastGood(input.lastGood());
    this.logins = new RelayLogins(input, lastGood, problems);
    this.adoptions = new Adoptions(input, lastGood);
    for (var user : input.resources().users()) {
      if (Seniority.isGoing(user)) {
        going.add(ResourceReader.ref(user));
      } else {
        declared.put(ResourceReader.ref(user), user);
      }
    }
  }

  /** Compiles; never throws for what is declared. */
  public static Compilation compile(CompilerInput input) {
    return compile(input, ShardBound.MAX_OCTETS);
  }

  static Compilation compile(CompilerInput input, int shardOctets) {
    return new Compiler(input, shardOctets).run();
  }

  private Compilation run() {
    var tls = new TlsPass(input, problems);
    var domains = new DomainPass(input, lastGood, problems, tls).run();
    var policies = new PolicyPass(input, lastGood, problems, domains, logins).run();
    var users = users(domains, policies);
    var config =
        domains
            .server()
            .map(
                server ->
                    new ServerConfig(
                        server,
                        List.copyOf(domains.byName().values()),
                        users,
                        List.copyOf(policies.values()),
                        List.of(),
                        domains.keys(),
                        List.of()))
            .map(this::bounded)
            .map(bounded -> complete(bounded, policies));
    var governing = governing(config);
    notesOnPolicies(config, governing);
    return new Compilation(config, problems.all(), tls.facts(), governing, domains.signing());
  }

  private List<User> users(RunningDomains domains, Map<String, SendPolicy> policies) {
    var governing = new GoverningPolicy(input, policies, lastGood, problems);
    var pass = new UserPass(input, lastGood, problems, domains, governing, adoptions);
    var contest = new AddressContest(lastGood, problems, input.platform());
    for (var resource : declared.values()) {
      problems.isolated(
          resource, () -> pass.compile(resource).ifPresent(user -> contest.claim(user, resource)));
    }
    var running =
        domains.byName().values().stream().map(Domain::domain).collect(Collectors.toSet());
    for (var good : lastGood.users()) {
      var resource = Optional.ofNullable(declared.get(good.resource()));
      if (isKept(good.resource()) && running.contains(good.address().domain())) {
        contest.keep(good, resource.map(Seniority::created).orElse(""));
      }
    }
    return contest.settle();
  }

  /**
   * Whether a user's last good fragment is kept: it is refused, or may be in a text that cannot be
   * read, or may be refused under a new name.
   */
  private boolean isKept(ResourceRef user) {
    return !going.contains(user)
        && (problems.refused(user)
            || (!declared.containsKey(user)
                && (input.resources().incomplete() || mayBeRenamed(user))));
  }

  /**
   * Whether a MailUser that was not known before is refused. On a laptop it may be the same user
   * under another name in an edited file, whose mail must not be lost because of a mistyped field.
   * In a cluster a deleted resource says so itself.
   */
  private boolean mayBeRenamed(ResourceRef user) {
    return input.platform() == Platform.LAPTOP
        && problems
            .refusedOf(user.kind())
            .anyMatch(
                refused ->
                    refused.namespace().equals(user.namespace())
                        && lastGood.user(refused).isEmpty());
  }

  private ServerConfig bounded(ServerConfig config) {
    var fitting = new ShardBound(shardOctets, lastGood, problems).fit(config, newestFirst());
    return config.withUsers(fitting);
  }

  private Comparator<User> newestFirst() {
    Comparator<User> oldestFirst =
        switch (input.platform()) {
          case CLUSTER ->
              Comparator.comparing(
                  user ->
                      Optional.ofNullable(declared.get(user.resource()))
                          .map(Seniority::created)
                          .orElse(""));
          case LAPTOP -> Comparator.comparing(user -> lastGood.user(user.resource()).isEmpty());
        };
    return oldestFirst.thenComparing(User::resource).reversed();
  }

  /**
   * Adds the tombstones and closed mailboxes, policies that only last good fragments still need,
   * and the logins of all policies at relays.
   */
  private ServerConfig complete(ServerConfig config, Map<String, SendPolicy> policies) {
    var needed = new HashMap<>(policies);
    for (var user : config.users()) {
      user.sendPolicy()
          .filter(name -> !needed.containsKey(name))
          .flatMap(lastGood::policy)
          .ifPresent(policy -> needed.put(policy.name(), policy));
    }
    var running = config.users().stream().map(User::resource).collect(Collectors.toSet());
    var gone =
        lastGood.users().stream()
            .filter(user -> !running.contains(user.resource()))
            .filter(user -> !declared.containsKey(user.resource()))
            .filter(user -> !isKept(user.resource()))
            .toList();
    var tombstones = new Tombstones(input, lastGood, adoptions).of(config.users(), gone);
    var closed = new ClosedMailboxes(input, lastGood, adoptions).of(config.users(), tombstones);
    var whole =
        new ServerConfig(
            config.server(),
            config.domains(),
            config.users(),
            List.copyOf(needed.values()),
            tombstones,
            List.of(),
            config.keys(),
            logins.of(needed.values()),
            input.decoyKey().or(lastGood::decoyKey),
            input.stores());
    return whole.withClosed(new ClosedBound(shardOctets).fit(whole, closed));
  }

  private static Map<String, Integer> governing(Optional<ServerConfig> config) {
    var counts = new HashMap<String, Integer>();
    config.stream()
        .flatMap(running -> running.users().stream())
        .flatMap(user -> user.sendPolicy().stream())
        .forEach(policy -> counts.merge(policy, 1, Integer::sum));
    return counts;
  }

  private void notesOnPolicies(Optional<ServerConfig> config, Map<String, Integer> governing) {
    Set<String> running =
        config.stream()
            .flatMap(any -> any.sendPolicies().stream())
            .map(SendPolicy::name)
            .collect(Collectors.toCollection(HashSet::new));
    for (var policy : input.resources().sendPolicies()) {
      var name = policy.getMetadata().getName();
      if (running.contains(name) && !governing.containsKey(name) && !problems.refused(policy)) {
        problems.note(
            policy,
            Reason.SelectsNobody,
            "spec",
            "it governs nobody: give MailUsers its labels, name it in sendPolicyRef, or set"
                + " default");
      }
    }
  }
}
