package io.mailhelm.smtp.api.mail;

import io.mailhelm.config.Ascii;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.api.ApiException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * An address with its display name, as a person writes it (RFC 5322 §3.4).
 *
 * @param mailbox the address itself
 * @param shown as the header field has it
 */
record ComposedAddress(Mailbox mailbox, InternetAddress shown) {
  private static final int LONGEST = 1_000;

  /**
   * Every address in {@code written}; a string may have several, with commas between.
   *
   * @param field for the error
   * @param most addresses in all; what is beyond is not read
   * @throws ApiException 422 with the field
   */
  static List<ComposedAddress> all(String field, List<String> written, int most) {
    if (written.size() > most) {
      throw tooMany(field, most);
    }
    var all = new ArrayList<ComposedAddress>();
    for (int i = 0; i < written.size(); i++) {
      var at = written.size() == 1 ? field : field + "[" + i + "]";
      for (var shown : parse(at, written.get(i))) {
        var mailbox = mailbox(at, shown);
        shown.setAddress(onTheWire(shown.getAddress(), mailbox));
        all.add(new ComposedAddress(mailbox, shown));
      }
      if (all.size() > most) {
        throw tooMany(field, most);
      }
    }
    return all;
  }

  /** With the domain as A-labels (RFC 5890 §2.3.2.1), which every server takes. */
  private static String onTheWire(String written, Mailbox mailbox) {
    return written.substring(0, written.lastIndexOf('@') + 1) + mailbox.domain().ascii();
  }

  /** Whether only servers that know SMTPUTF8 can take it: its local part is beyond ASCII. */
  boolean needsUtf8() {
    return !Ascii.isAscii(shown.getAddress());
  }

  /** The one address in {@code written}. */
  static ComposedAddress one(String field, String written) {
    var all = all(field, List.of(written), LONGEST);
    if (all.size() != 1) {
      throw ApiException.unprocessable(field, "'%s' must be one address.".formatted(field));
    }
    return all.getFirst();
  }

  private static ApiException tooMany(String field, int most) {
    return ApiException.unprocessable(
        field, "'%s' has more than %d addresses: send several messages.".formatted(field, most));
  }

  private static InternetAddress[] parse(String field, String written) {
    if (written == null || written.length() > LONGEST || AddedHeaders.hasControls(written)) {
      throw notOne(field);
    }
    try {
      // Quoted to keep a display name with UTF-8 in it as it is until it is encoded.
      var parsed = InternetAddress.parse(written, true);
      if (parsed.length == 0) {
        throw notOne(field);
      }
      for (var address : parsed) {
        if (address.isGroup()) {
          throw notOne(field);
        }
        if (address.getPersonal() != null) {
          address.setPersonal(address.getPersonal(), "UTF-8");
        }
      }
      return parsed;
    } catch (AddressException | java.io.UnsupportedEncodingException e) {
      throw notOne(field);
    }
  }

  private static ApiException notOne(String field) {
    return ApiException.unprocessable(
        field,
        "'%s' is not an address: write name@domain, or Name <name@domain>.".formatted(field));
  }

  private static Mailbox mailbox(String field, InternetAddress shown) {
    var text = shown.getAddress();
    if (text.lastIndexOf('@') < 0) {
      throw notOne(field);
    }
    try {
      return Mailbox.of(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable(field, e.getMessage() + ".");
    }
  }
}
