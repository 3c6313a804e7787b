package io.ocs.rating.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All files of a catalogue's directory, read into models. */
record CatalogSource(List<OfferModel> offers, List<ZoneModel> zones, List<HolidayModel> holidays, String version) {

    private static final List<String> FILE_KEYS = List.of("offers", "zones", "holidays");

    static CatalogSource read(CatalogFiles sources, Problems problems) {
        List<OfferModel> offers = new ArrayList<>();
        List<ZoneModel> zones = new ArrayList<>();
        List<HolidayModel> holidays = new ArrayList<>();
        for (String file : sources.yamlFiles(problems)) {
            byte[] content = sources.read(file, new Location(file, 0), problems);
            YamlNode.Mapping document = content == null ? null : YamlReader.read(file, content, problems);
            if (document != null) {
                Fields fields = new Fields(document, problems, "a catalogue file", FILE_KEYS);
                fields.blocks("offers").forEach(block -> offers.add(OfferReader.read(block, problems)));
                fields.blocks("zones").forEach(block -> zones.add(ZoneReader.read(block, sources, problems)));
                fields.blocks("holidays").forEach(block -> holidays.add(HolidayModel.read(block, problems)));
            }
        }
        return new CatalogSource(offers, zones, holidays, sources.version());
    }

    /** Lists of holidays; two of one name are a problem. */
    Map<String, HolidayModel> holidaysByName(Problems problems) {
        Map<String, HolidayModel> byName = new TreeMap<>();
        for (HolidayModel model : holidays) {
            HolidayModel other = byName.putIfAbsent(model.name().name(), model);
            if (other != null) {
                problems.add(
                        Rule.NAME_TWICE,
                        model.name().at(),
                        "there is a list of holidays " + model.name() + " already, in "
                                + other.name().at().file() + ":"
                                + other.name().at().line(),
                        null);
            }
        }
        return byName;
    }
}
