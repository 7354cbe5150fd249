-- What the editor asks for at the reviews: another outline, another text of a section.

ALTER TABLE articles ADD COLUMN replan TEXT;
ALTER TABLE sections ADD COLUMN note TEXT DEFAULT '';
ALTER TABLE sections ADD COLUMN attempt INTEGER DEFAULT 0;
