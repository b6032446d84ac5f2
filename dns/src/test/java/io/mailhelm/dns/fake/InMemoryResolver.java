package io.mailhelm.dns.fake;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.IssuerRight;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.RecordKind;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.ServiceTarget;
import io.mailhelm.dns.TlsAssociation;
import io.mailhelm.dns.expect.AddressText;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DNS of what a test says. A name that has anything exists; any other does not. */
public final class InMemoryResolver implements Resolver {
  private static final String EVERYTHING = "";
  private final Zones zones;
  private final boolean proofs;

  /** What was said, shared by both views of it. */
  private record Zones(
      Map<String, List<Object>> records,
      Map<String, String> failures,
      Set<String> signed,
      Set<String> bogus) {}

  private record Text(String value) {}

  private record Pointer(String value) {}

  private record NameServer(String value) {}

  private record Alias(String target) {}

  /** As what the records of a type are kept. */
  private static final Map<RecordKind<?>, Class<?>> STORED =
      Map.of(
          RecordKind.MX, MailExchange.class,
          RecordKind.A, Inet4Address.class,
          RecordKind.AAAA, Inet6Address.class,
          RecordKind.PTR, Pointer.class,
          RecordKind.SRV, ServiceTarget.class,
          RecordKind.CAA, IssuerRight.class,
          RecordKind.NS, NameServer.class,
          RecordKind.TXT, Text.class,
          RecordKind.TLSA, TlsAssociation.class);

  public InMemoryResolver() {
    this(
        new Zones(
            new ConcurrentHashMap<>(),
            new ConcurrentHashMap<>(),
            ConcurrentHashMap.newKeySet(),
            ConcurrentHashMap.newKeySet()),
        false);
  }

  private InMemoryResolver(Zones zones, boolean proofs) {
    this.zones = zones;
    this.proofs = proofs;
  }

  private InMemoryResolver add(String name, Object value) {
    zones.records().computeIfAbsent(name, key -> new CopyOnWriteArrayList<>()).add(value);
    return this;
  }

  /** An MX; the empty host is the null MX. */
  public InMemoryResolver mx(String domain, int preference, String host) {
    return add(domain, new MailExchange(preference, host));
  }

  /** An A or AAAA. */
  public InMemoryResolver address(String host, String address) {
    return add(host, InetAddress.ofLiteral(address));
  }

  /** A TXT. */
  public InMemoryResolver txt(String name, String text) {
    return add(name, new Text(text));
  }

  /** A TLSA. */
  public InMemoryResolver tlsa(String name, TlsAssociation association) {
    return add(name, association);
  }

  /** A PTR. */
  public InMemoryResolver ptr(String address, String name) {
    return add(reverse(InetAddress.ofLiteral(address)), new Pointer(name));
  }

  /** An SRV. */
  public InMemoryResolver srv(String name, int port, String target) {
    return add(name, new ServiceTarget(0, 1, port, target));
  }

  /** A CAA. */
  public InMemoryResolver caa(String name, String tag, String value) {
    return add(name, new IssuerRight(false, tag, value));
  }

  /** An NS. */
  public InMemoryResolver ns(String zone, String server) {
    return add(zone, new NameServer(server));
  }

  /** A CNAME. */
  public InMemoryResolver alias(String name, String target) {
    return add(name, new Alias(target));
  }

  /** Everything asked about any name cannot be told. */
  public InMemoryResolver fails() {
    return fails(EVERYTHING);
  }

  /** Everything asked about that name cannot be told. */
  public InMemoryResolver fails(String name) {
    zones.failures().put(name, "SERVFAIL");
    return this;
  }

  /** The same of an address's name. */
  public InMemoryResolver failsPtr(String address) {
    return fails(reverse(InetAddress.ofLiteral(address)));
  }

  /** It can be told again. */
  public InMemoryResolver recovers(String name) {
    zones.failures().remove(name);
    return this;
  }

  /** Answers about it are proved. */
  public InMemoryResolver signed(String... names) {
    zones.signed().addAll(List.of(names));
    return this;
  }

  /** Whoever asks for proofs about it gets none. */
  public InMemoryResolver bogus(String name) {
    zones.bogus().add(name);
    return this;
  }

  /** Nothing is there any more. */
  public InMemoryResolver forget(String name) {
    zones.records().remove(name);
    return this;
  }

  private <T> DnsAnswer<T> of(String name, Class<T> kind) {
    if (zones.failures().containsKey(name) || zones.failures().containsKey(EVERYTHING)) {
      return new DnsAnswer.Unavailable<>("it was made to fail");
    }
    if (proofs && zones.bogus().contains(name)) {
      return new DnsAnswer.Unavailable<>("it was made bogus", DnsAnswer.Cause.SERVER_FAILURE);
    }
    boolean proved = proofs && zones.signed().contains(name);
    var records = records(name);
    var found = records.stream().filter(kind::isInstance).map(kind::cast).toList();
    if (!found.isEmpty()) {
      return new DnsAnswer.Found<>(name, found, proved);
    }
    var alias = records.stream().filter(Alias.class::isInstance).map(Alias.class::cast).findFirst();
    return alias.isPresent()
        ? of(alias.get().target(), kind)
        : new DnsAnswer.Absent<>(!records.isEmpty(), proved);
  }

  /** Those of the name, or of {@code *} in place of what is not there (RFC 1034 §4.3.3). */
  private List<Object> records(String name) {
    var own = zones.records().get(name);
    if (own != null) {
      return own;
    }
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      var any = zones.records().get("*" + name.substring(dot));
      if (any != null) {
        return any;
      }
    }
    return List.of();
  }

  private static String reverse(InetAddress address) {
    return AddressText.reverse(address);
  }

  @Override
  public <T> DnsAnswer<T> ask(RecordKind<T> kind, String name) {
    return kind.cast(
        of(name, STORED.get(kind))
            .map(found -> found.stream().map(InMemoryResolver::plain).toList()));
  }

  private static Object plain(Object stored) {
    return switch (stored) {
      case Text(var value) -> value;
      case Pointer(var value) -> value;
      case NameServer(var value) -> value;
      default -> stored;
    };
  }

  @Override
  public Resolver validating() {
    return new InMemoryResolver(zones, true);
  }
}
