package io.mailhelm.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.xbill.DNS.ResolverConfig;

/** Reads the addresses of name servers, declared or of this machine. */
public final class NameServers {
  private static final int PORT = 53;
  private static final Pattern BRACKETED = Pattern.compile("\\[([^]]+)](?::(\\d{1,5}))?");
  private static final Pattern WITH_PORT = Pattern.compile("([^:]+):(\\d{1,5})");

  private NameServers() {}

  /**
   * Reads {@code 192.0.2.53}, {@code 192.0.2.53:5353}, {@code 2001:db8::53} or {@code
   * [2001:db8::53]:5353}.
   *
   * @throws IllegalArgumentException with a sentence for the person who wrote it
   */
  public static InetSocketAddress parse(String text) {
    var bracketed = BRACKETED.matcher(text);
    if (bracketed.matches()) {
      return address(text, bracketed.group(1), bracketed.group(2));
    }
    var withPort = WITH_PORT.matcher(text);
    return withPort.matches()
        ? address(text, withPort.group(1), withPort.group(2))
        : address(text, text, null);
  }

  private static InetSocketAddress address(String text, String address, String port) {
    try {
      return new InetSocketAddress(
          InetAddress.ofLiteral(address), port == null ? PORT : Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is not a name server: write an address, with :port where it is not 53"
              .formatted(text),
          e);
    }
  }

  /**
   * The servers to ask.
   *
   * @param declared as {@link #parse} reads them; empty: those of this machine's configuration
   */
  public static List<InetSocketAddress> of(List<String> declared) {
    return declared.isEmpty()
        ? ResolverConfig.getCurrentConfig().servers()
        : declared.stream().map(NameServers::parse).toList();
  }
}
