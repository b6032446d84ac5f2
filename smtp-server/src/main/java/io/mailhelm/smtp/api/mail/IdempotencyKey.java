package io.mailhelm.smtp.api.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.ProblemDetails;
import io.mailhelm.smtp.store.Idempotency;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header), by which a
 * request that is sent twice makes one message. The key is taken as it is written, quotes and all.
 */
final class IdempotencyKey {
  static final String HEADER = "Idempotency-Key";

  private static final Pattern ALLOWED = Pattern.compile("[ -~]{1,255}");

  /** Equal requests have equal texts, whatever the order of their fields. */
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .serializationInclusion(JsonInclude.Include.NON_EMPTY)
          .build();

  private IdempotencyKey() {}

  /** What the request gives as its key, as often as it does. */
  static List<String> written(HttpHeaders headers) {
    return Optional.ofNullable(headers.getRequestHeader(HEADER)).orElse(List.of());
  }

  /**
   * @param written by {@link #written}; an empty key is one, and no wish for none
   * @param sender whose key it is
   * @param call what is asked for
   * @param body the request; only its digest is kept
   * @throws ApiException 400 when no key can be written so
   */
  static Optional<Idempotency> of(
      List<String> written, RequestSender.Sender sender, String call, Object body) {
    if (written.isEmpty()) {
      return Optional.empty();
    }
    if (written.size() > 1 || !ALLOWED.matcher(written.getFirst()).matches()) {
      throw new ApiException(
          ProblemDetails.of(400, "Give one " + HEADER + " of 1 to 255 printable ASCII characters.")
              .at(HEADER),
          Optional.empty());
    }
    var owner = sender.user().mailboxId();
    return Optional.of(new Idempotency(owner, written.getFirst(), fingerprint(call, body)));
  }

  /** 422: a client that does not notice would believe in a message that was never sent. */
  static ApiException usedForAnother() {
    return ApiException.unprocessable(
        HEADER, "This key was used for another request: take a new one for each message.");
  }

  /**
   * 429: as many of the user's keys are kept as may be.
   *
   * @param later for Retry-After
   */
  static ApiException tooMany(Duration later) {
    return new ApiException(
        ProblemDetails.of(
                429,
                "Too many of your keys are kept: send without one, or again when some are forgotten"
                    + " (spec.server.retention.idempotencyKeys); shorter ones take less.")
            .at(HEADER),
        Optional.of(later));
  }

  private static String fingerprint(String call, Object body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((call + "\n").getBytes(StandardCharsets.US_ASCII));
      // as it is written, for it may be large
      try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        CANONICAL.writeValue(out, body);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new AssertionError("what came as JSON can be written as JSON", e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
