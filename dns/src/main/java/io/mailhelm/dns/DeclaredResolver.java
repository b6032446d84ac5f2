package io.mailhelm.dns;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** A resolver that always asks the name servers declared at the moment. Thread-safe. */
public final class DeclaredResolver implements Resolver {
  private final Supplier<List<String>> declared;
  private final Clock clock;
  private volatile Made made;

  /** A resolver, and the list of servers that it was made of. */
  private record Made(List<String> servers, Resolver resolver) {}

  /**
   * @param declared name servers as {@code address} or {@code address:port}; empty: the machine's
   */
  public DeclaredResolver(Supplier<List<String>> declared, Clock clock) {
    this.declared = declared;
    this.clock = clock;
    this.made = make(declared.get());
  }

  private Made make(List<String> servers) {
    return new Made(
        servers, new NetworkResolver(NameServers.of(servers), TrustAnchors.iana(), clock));
  }

  /**
   * The resolver for the present list. A new list means a new resolver, which remembers nothing of
   * the answers before.
   */
  private Resolver now() {
    var servers = declared.get();
    if (!made.servers().equals(servers)) {
      made = make(servers);
    }
    return made.resolver();
  }

  @Override
  public <T> DnsAnswer<T> ask(RecordKind<T> kind, String name) {
    return now().ask(kind, name);
  }

  @Override
  public Resolver validating() {
    return now().validating();
  }
}
