package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.store.NewMessage.Summary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a header section (RFC 5322 §2.2) that the server looks at.
 *
 * @param from the From fields, unfolded; a message ought to have one
 * @param recipients the To and Cc fields
 * @param subject the first Subject
 * @param date the first Date
 * @param received how many Received fields there are
 * @param dated whether there is a Date
 * @param identified whether there is a Message-ID
 * @param tlsOptional whether it says {@code TLS-Required: No} (RFC 8689 §3)
 */
record HeaderSection(
    List<String> from,
    List<String> recipients,
    String subject,
    String date,
    int received,
    boolean dated,
    boolean identified,
    boolean tlsOptional) {

  private static final int MAX_LISTED = 200;

  /** Characters of a field that the inbox lists; a page of it is held in memory. */
  private static final int MAX_SHOWN = 1_000;

  /** The same of all recipients. */
  private static final int MAX_RECIPIENTS_SHOWN = 10_000;

  /** Characters of a field as it came that are decoded for that. */
  private static final int MAX_DECODED = 16 << 10;

  /** Where the header section ends, after its last field's CRLF; -1 when that is not here yet. */
  static int end(byte[] octets, int from, int to) {
    if (from == 0 && to >= 2 && octets[0] == '\r' && octets[1] == '\n') {
      return 0;
    }
    for (int i = from; i + 3 < to; i++) {
      if (octets[i + 3] == '\n'
          && octets[i + 2] == '\r'
          && octets[i + 1] == '\n'
          && octets[i] == '\r') {
        return i + 2;
      }
    }
    return -1;
  }

  static HeaderSection of(byte[] octets, int length) {
    var found = new Finder(octets, length);
    found.run();
    return new HeaderSection(
        found.from,
        found.recipients,
        found.subject,
        found.date,
        found.received,
        found.dated,
        found.identified,
        found.tlsOptional);
  }

  /**
   * What the inbox lists, decoded: the first 200 recipients, and of everything no more than people
   * read in a list. The message has all of it.
   */
  Summary summary() {
    var to = new ArrayList<String>(recipients.size());
    int room = MAX_RECIPIENTS_SHOWN;
    for (var field : recipients) {
      for (var address : AddressList.split(field, MAX_LISTED - to.size())) {
        if (room >= 0) {
          var shown = decoded(address);
          room -= shown.length();
          if (room >= 0) {
            to.add(shown);
          }
        }
      }
    }
    return new Summary(
        from.isEmpty() ? "" : decoded(from.getFirst()), to, decoded(subject), shown(date));
  }

  private static String decoded(String text) {
    return shown(EncodedWords.decode(cut(text, MAX_DECODED)));
  }

  private static String shown(String text) {
    return cut(text, MAX_SHOWN);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean pair = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, pair ? most - 1 : most);
  }

  /** After the CRLF that no blank follows: one that does folds (RFC 5322 §2.2.3). */
  static int fieldEnd(byte[] octets, int from, int to) {
    int at = from;
    while (at < to) {
      if (octets[at++] == '\n' && (at == to || octets[at] != ' ' && octets[at] != '\t')) {
        break;
      }
    }
    return at;
  }

  /** Whether {@code lower} stands at {@code at}, in whatever case; as many octets are there. */
  static boolean is(byte[] octets, int at, String lower) {
    for (int i = 0; i < lower.length(); i++) {
      if ((octets[at + i] | 0x20) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static final class Finder {
    private final byte[] octets;
    private final int length;
    private List<String> from = List.of();
    private List<String> recipients = List.of();
    private String subject = "";
    private String date = "";
    private int received;
    private boolean dated;
    private boolean identified;
    private boolean tlsOptional;

    Finder(byte[] octets, int length) {
      this.octets = octets;
      this.length = length;
    }

    void run() {
      int at = 0;
      while (at < length) {
        int end = fieldEnd(octets, at, length);
        int colon = colon(at, end);
        if (colon > at) {
          field(at, colon, end);
        }
        at = end;
      }
    }

    private void field(int at, int colon, int end) {
      int nameEnd = colon;
      while (nameEnd > at && (octets[nameEnd - 1] == ' ' || octets[nameEnd - 1] == '\t')) {
        nameEnd--; // RFC 5322 §4.5: blanks before the colon were once allowed
      }
      switch (nameEnd - at) {
        case 2 -> {
          if (is("to", at) || is("cc", at)) {
            recipients = with(recipients, text(colon + 1, end));
          }
        }
        case 4 -> {
          if (is("from", at)) {
            from = with(from, text(colon + 1, end));
          } else if (is("date", at)) {
            dated = true;
            date = date.isEmpty() ? text(colon + 1, end) : date;
          }
        }
        case 7 -> {
          if (is("subject", at) && subject.isEmpty()) {
            subject = text(colon + 1, end);
          }
        }
        case 8 -> received += is("received", at) ? 1 : 0;
        case 10 -> identified |= is("message-id", at);
        case 12 ->
            tlsOptional |= is("tls-required", at) && text(colon + 1, end).equalsIgnoreCase("no");
        default -> {}
      }
    }

    private static List<String> with(List<String> list, String text) {
      var longer = list.isEmpty() ? new ArrayList<String>(1) : list;
      longer.add(text);
      return longer;
    }

    private int colon(int from, int end) {
      int at = from;
      while (at < end && octets[at] != ':' && octets[at] != '\r') {
        at++;
      }
      return at < end && octets[at] == ':' ? at : -1;
    }

    private boolean is(String lower, int at) {
      return HeaderSection.is(octets, at, lower);
    }

    private String text(int from, int end) {
      var text = new String(octets, from, end - from, StandardCharsets.UTF_8);
      return (text.indexOf('\n') < text.length() - 1
              ? text.replace("\r", "").replace("\n", "").replace('\t', ' ')
              : text)
          .strip();
    }
  }
}
