package io.ocs.rating.catalog;

import io.ocs.core.UnitKind;
import io.ocs.rating.rate.Rounding;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a price and its bands. */
final class PriceReader {

    private static final List<String> KEYS = with(
            Terms.KEYS,
            "name",
            "description",
            "match",
            "unit",
            "maximum-cost",
            "rounding",
            "time-zone",
            "quota",
            "bands");
    private static final List<String> BAND_KEYS = with(Terms.KEYS, "name", "days", "from", "to");
    private static final List<String> ROUNDING_KEYS = List.of("mode", "decimals");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private PriceReader() {}

    private static List<String> with(List<String> keys, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(keys);
        return List.copyOf(all);
    }

    /** @param timeZone of the offer, null if it has none */
    static PriceModel read(YamlNode.Mapping block, Rounding rounding, ZoneId timeZone, Problems problems) {
        Fields fields = new Fields(block, problems, "a price", KEYS);
        Named name = fields.name();
        fields.value("description", "", text -> text);
        MatchModel match = MatchModel.read(fields);
        UnitKind unit = unit(fields, match);
        List<BandModel> bands = new ArrayList<>();
        for (YamlNode.Mapping band : fields.blocks("bands")) {
            bands.add(band(new Fields(band, problems, "a band", BAND_KEYS), unit));
        }
        return new PriceModel(
                name,
                match,
                unit,
                Terms.read(fields, unit),
                fields.value("maximum-cost", Long.MAX_VALUE, Texts::micros),
                rounding(fields, rounding),
                fields.value("time-zone", timeZone, Texts::timeZone),
                QuotaTerms.readPrice(fields, unit),
                bands);
    }

    private static UnitKind unit(Fields fields, MatchModel match) {
        UnitKind unit = fields.value("unit", match.naturalUnit(), Texts::unit);
        if (unit != null) {
            return unit;
        }
        if (!fields.has("unit")) {
            fields.problems()
                    .add(fields.at(), "a price for several services needs the key 'unit': octets, seconds or events");
        }
        return UnitKind.SERVICE_SPECIFIC;
    }

    /** {@code rounding: {mode: up, decimals: 2}}. */
    static Rounding rounding(Fields fields, Rounding absent) {
        Fields block = fields.block("rounding", "'rounding'", ROUNDING_KEYS);
        if (block == null) {
            return absent;
        }
        return new Rounding(
                block.value("mode", absent.mode(), Texts::roundingMode),
                block.value("decimals", absent.decimals(), text -> Texts.whole(text, 0, 6)));
    }

    private static BandModel band(Fields fields, UnitKind unit) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        fields.list("days", PriceReader::days).forEach(days::addAll);
        int from = fields.value("from", -1, Texts::clock);
        int to = fields.value("to", -1, Texts::clock);
        if (fields.has("from") != fields.has("to")) {
            fields.problems().add(fields.at(), "a band has both 'from' and 'to', or neither (all day)");
        } else if (from >= 0 && from == to) {
            fields.problems().add(fields.at("to"), "a band must not end when it begins; all day is 00:00 to 24:00");
        }
        return new BandModel(fields.name(), days, from, to, Terms.read(fields, unit));
    }

    /** A day, {@code mon}, or a range of days, {@code mon-fri}, also over the week's end. */
    private static Set<DayOfWeek> days(String text) {
        String[] ends = text.toLowerCase(Locale.ROOT).split("-", -1);
        int first = DAYS.indexOf(ends[0]);
        int last = DAYS.indexOf(ends[ends.length - 1]);
        if (first < 0 || last < 0 || ends.length > 2) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no day (mon, tue, wed, thu, fri, sat, sun) or range (mon-fri)");
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int day = first; ; day = (day + 1) % 7) {
            days.add(DayOfWeek.of(day + 1));
            if (day == last) {
                return days;
            }
        }
    }
}
