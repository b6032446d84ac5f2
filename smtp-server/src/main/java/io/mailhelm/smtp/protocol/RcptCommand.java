package io.mailhelm.smtp.protocol;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The parsed argument of RCPT (RFC 5321 §4.1.1.3) with its extensions.
 *
 * @param to the forward-path
 * @param notifyOn {@code NEVER}, or some of {@code SUCCESS,FAILURE,DELAY} in that order and once
 *     each, however they were given, or empty (RFC 3461 §4.1)
 * @param orcpt the original recipient, {@code type;xtext} as given, or empty (RFC 3461 §4.2)
 */
public record RcptCommand(ForwardPath to, String notifyOn, String orcpt) {
  private static final int MAX_ORCPT = 500; // RFC 3461 §4.2
  private static final List<String> NOTIFY = List.of("SUCCESS", "FAILURE", "DELAY");

  /**
   * Reads what follows {@code RCPT}; a blank after the colon is accepted.
   *
   * @throws SyntaxException with 501, or 555 for a parameter we do not have
   */
  public static RcptCommand parse(String argument) throws SyntaxException {
    int path = EsmtpParameters.afterKeyword(argument, "TO:", Replies.RCPT_SYNTAX);
    int end = PathReader.end(argument, path);
    var to = PathReader.forward(argument.substring(path + 1, end - 1));
    var parameters = new EsmtpParameters(argument, end);
    var notify = "";
    var orcpt = "";
    while (parameters.next()) {
      switch (parameters.keyword()) {
        case "NOTIFY" -> notify = notify(parameters.value(Replies.BAD_NOTIFY));
        case "ORCPT" -> orcpt = orcpt(parameters.xtext(MAX_ORCPT, Replies.BAD_ORCPT));
        default ->
            throw new SyntaxException(Replies.unknownParameter(555, "RCPT", parameters.keyword()));
      }
    }
    return new RcptCommand(to, notify, orcpt);
  }

  private static String notify(String value) throws SyntaxException {
    var upper = value.toUpperCase(Locale.ROOT);
    if (upper.equals("NEVER")) {
      return upper;
    }
    var words = List.of(upper.split(",", -1));
    if (!NOTIFY.containsAll(words)) {
      throw new SyntaxException(Replies.BAD_NOTIFY);
    }
    return NOTIFY.stream().filter(words::contains).collect(Collectors.joining(","));
  }

  private static String orcpt(String value) throws SyntaxException {
    int semicolon = value.indexOf(';');
    if (semicolon <= 0 || semicolon == value.length() - 1) {
      throw new SyntaxException(Replies.BAD_ORCPT);
    }
    // RFC 6533 §3: the type utf-8 has an encoding of its own, which is no xtext
    if (!value.regionMatches(true, 0, "utf-8;", 0, 6)) {
      Xtext.decode(value.substring(semicolon + 1), Replies.BAD_ORCPT);
    }
    return value;
  }
}
