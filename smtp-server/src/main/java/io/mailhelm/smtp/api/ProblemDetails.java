package io.mailhelm.smtp.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of every error answer (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says what kind it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail a sentence that says what to do
 * @param field the field or parameter at fault
 * @param problems each diagnostic, where there are several
 * @param smtp what the mail server said, where it refused
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemDetails(
    String type,
    String title,
    int status,
    String detail,
    Optional<String> field,
    List<String> problems,
    Optional<SmtpReply> smtp) {
  /** The media type (RFC 9457 §3). */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(408, "Request Timeout"),
          Map.entry(409, "Conflict"),
          Map.entry(411, "Length Required"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  /**
   * A reply of SMTP (RFC 5321 §4.2, RFC 3463).
   *
   * @param code e.g. 550
   * @param enhanced e.g. {@code 5.1.1}
   * @param text the words
   */
  public record SmtpReply(int code, String enhanced, String text) {}

  public ProblemDetails {
    problems = List.copyOf(problems);
  }

  /** A problem of this status. */
  public static ProblemDetails of(int status, String detail) {
    return new ProblemDetails(
        "about:blank",
        TITLES.getOrDefault(status, "Error"),
        status,
        detail,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** The same, naming the field at fault. */
  public ProblemDetails at(String name) {
    return new ProblemDetails(type, title, status, detail, Optional.of(name), problems, smtp);
  }

  /** The same, with each diagnostic. */
  public ProblemDetails because(List<String> diagnostics) {
    return new ProblemDetails(type, title, status, detail, field, diagnostics, smtp);
  }

  /** The same, with the words of the mail server. */
  public ProblemDetails saidBy(SmtpReply reply) {
    return new ProblemDetails(type, title, status, detail, field, problems, Optional.of(reply));
  }
}
