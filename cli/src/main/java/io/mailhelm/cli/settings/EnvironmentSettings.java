package io.mailhelm.cli.settings;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Surrogates;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of the one-domain case: {@code EMAIL_PROVIDER=custom-smtp} and {@code
 * CUSTOM_SMTP_…}, from the environment and a {@code .env} file; the environment wins.
 *
 * @param host address to listen on
 * @param port of the SMTP listener
 * @param domain the one domain
 * @param authRequired whether a login is required; if not, only this machine may connect without
 *     one
 * @param user the one user's address
 * @param password the user's
 * @param from an address the user may also send as
 * @param apiPort of the management API
 */
public record EnvironmentSettings(
    String host,
    int port,
    DomainName domain,
    boolean authRequired,
    Mailbox user,
    String password,
    Optional<Mailbox> from,
    int apiPort) {

  /**
   * Reads the settings.
   *
   * @param folder the folder in which {@code .env} may be
   * @throws IllegalArgumentException naming every setting that is missing or wrong, and what to
   *     write
   */
  public static EnvironmentSettings read(Map<String, String> environment, Path folder)
      throws IOException {
    var values = new TreeMap<String, String>();
    var file = folder.resolve(".env");
    if (Files.exists(file)) {
      values.putAll(DotEnv.parse(text(file)));
    }
    values.putAll(environment);
    return new Reader(values).settings();
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is no UTF-8: save it as UTF-8", e);
    }
  }

  /**
   * Reads one value after the other and gathers what is wrong, so that all of it is reported at
   * once.
   */
  private static final class Reader {
    private final Map<String, String> values;
    private final List<String> problems = new ArrayList<>();

    Reader(Map<String, String> values) {
      this.values = values;
    }

    EnvironmentSettings settings() {
      if (!get("EMAIL_PROVIDER", "").equals("custom-smtp")) {
        problems.add(
            "EMAIL_PROVIDER must be custom-smtp to serve without a folder; or name a folder of"
                + " resources: mailhelm serve FOLDER");
      }
      var domain = domain();
      var user = mailbox("CUSTOM_SMTP_USER", get("CUSTOM_SMTP_USER", "noreply"), domain);
      if (!user.domain().equals(domain)) {
        problems.add("CUSTOM_SMTP_USER must be of the domain " + domain + ", not " + user.domain());
      }
      var from =
          Optional.ofNullable(values.get("CUSTOM_SMTP_FROM_EMAIL"))
              .map(text -> mailbox("CUSTOM_SMTP_FROM_EMAIL", text, domain));
      var settings =
          new EnvironmentSettings(
              get("CUSTOM_SMTP_HOST", "0.0.0.0"),
              port("CUSTOM_SMTP_PORT", 2525),
              domain,
              flag("CUSTOM_SMTP_AUTH_REQUIRED"),
              user,
              required("CUSTOM_SMTP_PASS"),
              from.filter(address -> !address.canonical().equals(user.canonical())),
              port("SMTP_API_PORT", 3001));
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("\n", problems));
      }
      return settings;
    }

    private DomainName domain() {
      var text = required("CUSTOM_SMTP_DOMAIN");
      try {
        return DomainName.of(text.isEmpty() ? "unset.invalid" : text);
      } catch (IllegalArgumentException e) {
        problems.add("CUSTOM_SMTP_DOMAIN: " + e.getMessage());
        return DomainName.of("unset.invalid");
      }
    }

    private Mailbox mailbox(String name, String text, DomainName domain) {
      try {
        return text.contains("@")
            ? Mailbox.of(text).canonical()
            : new Mailbox(text, domain).canonical();
      } catch (IllegalArgumentException e) {
        problems.add(name + ": " + e.getMessage());
        return new Mailbox("unset", domain);
      }
    }

    private int port(String name, int otherwise) {
      var text = get(name, Integer.toString(otherwise));
      if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
        return Integer.parseInt(text);
      }
      problems.add(name + " must be a port, 1 to 65535, not '" + text + "'");
      return otherwise;
    }

    private boolean flag(String name) {
      var text = get(name, "true").toLowerCase(Locale.ROOT);
      if (!text.equals("true") && !text.equals("false")) {
        problems.add(name + " must be true or false, not '" + text + "'");
      }
      return !text.equals("false");
    }

    private String required(String name) {
      var text = get(name, "");
      if (text.isEmpty()) {
        problems.add(name + " is not set");
      }
      return text;
    }

    private String get(String name, String otherwise) {
      var text = values.getOrDefault(name, otherwise).strip();
      if (Surrogates.isHalved(text)) {
        problems.add(name + " has one half of a surrogate pair, which is no character");
      }
      return text;
    }
  }
}
